public import JSON

/// What is known of a job: how far it is, or what became of it. Stores keep it, and clients get it, as JSON or text.
public protocol JobRecord: Sendable {
    /// What kind of job it is of.
    static var kind: JobKind { get }
    /// How far jobs of this kind can be, and how they can end.
    static var statuses: [JobStatus] { get }

    /// The job's name, which sorts by the time of creation.
    var id: JobID { get }
    /// How far it is, or how it ended.
    var status: JobStatus { get set }
    /// Why it failed.
    var error: String? { get set }
    /// What lists are filtered by.
    var head: JobHead { get }
    /// The record without what lists leave out.
    var summary: Self { get }
    /// How much memory it takes, in events of a trace.
    var weight: Int { get }

    /// A record from its JSON, whole or as lists show it; written again, it is the same, byte by byte.
    init(json: [UInt8]) throws(JSONError)
    /// The record as one JSON object, with everything.
    var json: [UInt8] { get }
    /// Writes the members that lists show, without braces.
    func writeSummary(to writer: inout JSONWriter)
    /// The record for a terminal.
    var text: String { get }
    /// One line for a list.
    var summaryLine: String { get }
}

extension JobRecord {
    /// The members that lists show, as one object.
    package var summaryJSON: [UInt8] {
        var writer = JSONWriter()
        writer.object { writeSummary(to: &$0) }
        return writer.bytes
    }
}

/// What lists of jobs are filtered by.
public struct JobHead: Sendable, Hashable {
    /// The job's name.
    public let id: JobID
    /// What kind of job it is.
    public let kind: JobKind
    /// What is run, or explored.
    public let scenario: String
    /// By what means: a run's engine, an exploration's strategy.
    public let means: String
    /// How far it is, or how it ended.
    public let status: JobStatus
    /// What it claims; nil if it claims nothing, or not yet.
    public let verdict: String?

    /// The head of a record.
    package init(
        id: JobID, kind: JobKind, scenario: String, means: String, status: JobStatus, verdict: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.scenario = scenario
        self.means = means
        self.status = status
        self.verdict = verdict
    }
}
