/// What may happen in a simulated run besides what its threads do by themselves.
public struct SchedulingChoices: Sendable, Hashable {
    /// Whether the scheduler is asked before a thread ends. Needed if a thread asks whether another is alive, or joins it
    /// with a timeout.
    public var noticesEnds: Bool
    /// How often each thread may be woken from a condition without a notification, as POSIX allows.
    public var spuriousWakeups: Int

    /// What may happen.
    public init(noticesEnds: Bool = true, spuriousWakeups: Int = 0) {
        self.noticesEnds = noticesEnds
        self.spuriousWakeups = spuriousWakeups
    }
}
