public import Exploration
public import JSON
public import Programs

/// An exploration of a scenario: how far it is, or what it found. `docs/exploration.md` describes its JSON form.
public struct ExplorationRecord: JobRecord {
    /// What kind of job it is of.
    public static let kind = JobKind.exploration
    /// How far it can be, and how it can end; what its executions end with is another matter.
    public static let statuses: [JobStatus] = [.queued, .running, .completed, .cancelled, .failed]

    /// Its name.
    public let id: JobID
    /// The scenario's name.
    public let scenario: String
    /// All parameters of the scenario.
    public let parameters: JSONValue
    /// How it goes about it.
    public let options: ExplorationOptions
    /// How far it is.
    public var status = JobStatus.queued
    /// What it has found so far.
    public var report = ExplorationReport<AnyOutcome>()
    /// Whether the search is over, so that what the report claims holds.
    public var isSearched = false
    /// What became of the scenario in real runs; nil if nobody asked.
    public var comparison: Comparison?

    /// An exploration of which no more is known yet.
    package init(
        id: JobID, scenario: String, parameters: JSONValue, options: ExplorationOptions,
        comparison: Comparison? = nil
    ) {
        self.id = id
        self.scenario = scenario
        self.parameters = parameters
        self.options = options
        self.comparison = comparison
    }

    /// What it may claim; nil until the search is over.
    public var verdict: Verdict? { isSearched ? report.verdict : nil }

    /// Why it could not go on.
    public var error: String? {
        get { report.error }
        set { report.error = newValue }
    }

    /// Whether everything was explored, and all real runs were made that were asked for.
    var isWhole: Bool { report.isComplete && comparison.map { $0.runs == $0.wanted } ?? true }

    /// What lists are filtered by.
    public var head: JobHead {
        JobHead(
            id: id, kind: .exploration, scenario: scenario, means: options.strategy.rawValue, status: status,
            verdict: verdict?.rawValue)
    }

    /// The exploration without the ends that it found, and without real runs.
    public var summary: ExplorationRecord {
        var summary = self
        summary.report.outcomes = []
        summary.report.dataRaces = []
        summary.comparison = nil
        return summary
    }

    /// The exploration with so many ends listed at most, for those who follow it: every message has them anew.
    package func listing(atMost limit: Int) -> ExplorationRecord {
        let places = report.places(ofAtMost: limit)
        var record = self
        record.report = report.listing(places)
        record.comparison?.seen = places.map { comparison?.runs(at: $0) ?? 0 }
        return record
    }

    /// It has no trace.
    public var weight: Int { 0 }
}
