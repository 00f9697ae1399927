/// What a job is about. All that jobs have in common, `Job` and `JobService` do: taking them in, turns, budgets,
/// cancelling, the store. A payload says what is asked for, what is kept of it, and carries it out.
public protocol JobPayload: Sendable {
    /// What a client asks for.
    associatedtype Request: Sendable
    /// What is kept of the job.
    associatedtype Record: JobRecord
    /// What can be looked at while the job goes on.
    associatedtype Live: Sendable

    /// Finds out whether a request is in order.
    ///
    /// - Throws: `JobError.unknownScenario`, or `.invalid` with everything that is wrong with it.
    init(_ request: Request, within limits: Limits) throws(JobError)

    /// How much room limits leave for jobs of this kind.
    static func room(within limits: Limits) -> JobRoom

    /// The record of a job that waits for its turn.
    func queued(as id: JobID) -> Record

    /// Carries it out within the job's budget, telling the job how far it is, and gives the record of what became of it.
    /// Blocks the calling thread, which supervises it. Once the budget is cancelled, it must end soon.
    func execute(_ job: Job<Self>) -> Record
}

/// How many jobs of one kind there may be.
public struct JobRoom: Sendable, Hashable {
    /// How many go on at once; further ones wait.
    public var atOnce: Int
    /// How many may wait; further ones are refused.
    public var waiting: Int
    /// How much of the room, for jobs under way and waiting, one client may take, in percent.
    public var clientShare: Int

    /// How many jobs may go on and wait in all.
    public var all: Int { atOnce + waiting }

    /// How many jobs of one client may go on or wait; at least one.
    public var ofOneClient: Int { max(1, all * clientShare / 100) }
}
