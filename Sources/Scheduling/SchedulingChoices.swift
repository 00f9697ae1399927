/// What may happen in a simulated run besides what its threads do by themselves.
public struct SchedulingChoices: Sendable, Hashable {
    /// Whether the scheduler is asked before a thread is started and before it ends. Needed if a thread asks whether another
    /// is alive, joins it with a timeout, or looks at its name or changes it.
    public var noticesEnds: Bool
    /// How often each thread may be woken from a condition without a notification, as POSIX allows.
    public var spuriousWakeups: Int

    /// What may happen.
    public init(noticesEnds: Bool = true, spuriousWakeups: Int = 0) {
        self.noticesEnds = noticesEnds
        self.spuriousWakeups = spuriousWakeups
    }
}
