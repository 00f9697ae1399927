/// Which jobs to list.
public struct JobQuery: Sendable {
    /// How many at most.
    public var limit: Int
    /// Only jobs older than this one.
    public var before: JobID?
    /// Only this job and younger ones.
    public var since: JobID?
    /// Only jobs about this scenario.
    public var scenario: String?
    /// Only jobs carried out by these means: an engine, a strategy.
    public var means: String?
    /// Only jobs with this status.
    public var status: JobStatus?
    /// Only jobs that claim this.
    public var verdict: String?

    /// Jobs with these properties.
    public init(
        limit: Int, before: JobID? = nil, since: JobID? = nil, scenario: String? = nil, means: String? = nil,
        status: JobStatus? = nil, verdict: String? = nil
    ) {
        self.limit = limit
        self.before = before
        self.since = since
        self.scenario = scenario
        self.means = means
        self.status = status
        self.verdict = verdict
    }

    /// Whether a job has these properties, whenever it was created.
    package func matches(_ head: JobHead) -> Bool {
        (scenario ?? head.scenario) == head.scenario && (means ?? head.means) == head.means
            && (status ?? head.status) == head.status && (verdict == nil || verdict == head.verdict)
    }
}

/// Some records, newest first, and where to go on.
public struct JobPage<Record: JobRecord>: Sendable {
    /// The records, as lists show them.
    public let records: [Record]
    /// What to give as `before` for the jobs that follow; nil if these were the last.
    public let next: JobID?

    /// A page of these records.
    public init(records: [Record], next: JobID?) {
        self.records = records
        self.next = next
    }
}
