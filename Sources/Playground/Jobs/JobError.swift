/// Why a job is not launched.
public enum JobError: Error {
    /// There is no such scenario.
    case unknownScenario(String)
    /// Fields of the request are wrong.
    case invalid([FieldError])
    /// As many jobs of its kind wait as may wait.
    case busy(waiting: Int)
    /// The client has as many jobs of its kind, under way and waiting, as its share of the room is, in percent.
    case overShare(client: String, jobs: Int, share: Int)
    /// No jobs are launched any more.
    case stopping
    /// The system has no thread left to watch over the job.
    case noThread(reason: String)
    /// The store does not take the job.
    case notStored(StoreError)
}

/// What is wrong with one field of a request.
public struct FieldError: Sendable, Hashable {
    /// Where it is: `timeoutMs`, `parameters.threads`.
    public let field: String
    /// A sentence about it, beginning with its verb.
    public let detail: String

    /// A wrong field.
    public init(field: String, detail: String) {
        self.field = field
        self.detail = detail
    }
}
