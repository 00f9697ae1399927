/// How far a job is, or how it ended. Not every kind of job comes to every end: `JobRecord.statuses` says to which.
public enum JobStatus: String, Sendable, CaseIterable {
    case queued, running, completed, deadlocked, timedOut, cancelled, failed, paused

    /// Whether the job is over.
    public var hasEnded: Bool { self != .queued && self != .running }
}
