public import Programs
import Scenarios

/// Where runs are kept. Its functions may be called from any thread, and block for as long as the storage takes.
public protocol RunStore: Sendable {
    /// Keeps a new run; the oldest ones go when there are too many.
    func insert(_ run: Run) throws(StoreError)
    /// Replaces a run by what has become of it. Does nothing if it was deleted meanwhile.
    func replace(_ run: Run) throws(StoreError)
    /// A run, whole.
    func run(_ id: JobID) throws(StoreError) -> Run?
    /// A run's JSON, byte for byte what `Run.json` was when it was last inserted or replaced.
    func json(_ id: JobID) throws(StoreError) -> [UInt8]?
    /// Runs, newest first, without their traces.
    func runs(_ query: RunQuery) throws(StoreError) -> RunPage
    /// Forgets a run, and says whether it was there.
    func delete(_ id: JobID) throws(StoreError) -> Bool
    /// How much is kept.
    var usage: StoreUsage { get }
    /// Looks whether runs can be written, by writing something that changes nothing.
    func check() throws(StoreError)
    /// Brings everything to where it stays. Every later call throws, if there is such a place.
    func close() throws(StoreError)
}

/// How much a store keeps.
public struct StoreUsage: Sendable, Hashable {
    /// The runs.
    public let runs: Int
    /// The bytes that they take; nil if that is not known.
    public let bytes: Int?

    /// So much.
    public init(runs: Int, bytes: Int?) {
        self.runs = runs
        self.bytes = bytes
    }
}

/// Which runs to list.
public struct RunQuery: Sendable {
    /// How many at most.
    public var limit: Int
    /// Only runs older than this one.
    public var before: JobID?
    /// Only this run and younger ones.
    public var since: JobID?
    /// Only runs of this scenario.
    public var scenario: String?
    /// Only runs on this engine.
    public var engine: EngineName?
    /// Only runs with this status.
    public var status: JobStatus?

    /// Runs with these properties.
    public init(
        limit: Int, before: JobID? = nil, since: JobID? = nil, scenario: String? = nil,
        engine: EngineName? = nil, status: JobStatus? = nil
    ) {
        self.limit = limit
        self.before = before
        self.since = since
        self.scenario = scenario
        self.engine = engine
        self.status = status
    }

    package func matches(_ run: Run) -> Bool {
        (scenario.map { $0 == run.scenario } ?? true) && (engine.map { $0 == run.engine } ?? true)
            && (status.map { $0 == run.status } ?? true)
    }
}

/// Some runs, newest first, and where to go on.
public struct RunPage: Sendable {
    /// The runs, without their traces.
    public let runs: [Run]
    /// What to give as `before` for the runs that follow; nil if these were the last.
    public let next: JobID?

    /// A page of these runs.
    public init(runs: [Run], next: JobID?) {
        self.runs = runs
        self.next = next
    }
}
