/// What schedules a run's threads.
public enum EngineName: String, Sendable, CaseIterable {
    /// Threads of the operating system.
    case threads
    /// Fibers of one thread of the operating system, which take turns where they block.
    case green
    /// Fibers that take turns at every action, as a seed or a schedule says, in virtual time.
    case simulation
}
