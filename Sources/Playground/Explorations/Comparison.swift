public import JSON
public import Programs
import Scenarios
import Tracing

/// What became of a scenario in real runs, beside what an exploration found possible.
public struct Comparison: Sendable {
    /// What carried the runs.
    public let engine: EngineName
    /// Whether threads were held back at random.
    public let chaos: Bool
    /// What the first run's random numbers began with; each run has a seed of its own.
    public let seed: Int
    /// How many runs were asked for.
    public let wanted: Int
    /// How many were made.
    public var runs = 0
    /// The ends that no execution came to which was explored.
    public var others: [OtherEnd] = []

    /// An end of real runs that exploration did not find.
    public struct OtherEnd: Sendable {
        /// How they ended.
        public var status: JobStatus
        /// What the program returned; nil unless it completed.
        public var outcome: JSONValue?
        /// Why it failed.
        public var error: String?
        /// How many.
        public var runs: Int
    }

    mutating func count(other end: (status: JobStatus, outcome: JSONValue?, error: String?)) {
        let place = others.firstIndex {
            $0.status == end.status && $0.outcome == end.outcome && $0.error == end.error
        }
        if let place { return others[place].runs += 1 }
        others.append(OtherEnd(status: end.status, outcome: end.outcome, error: end.error, runs: 1))
    }
}

/// A request to compare an exploration with real runs.
public struct ComparisonRequest: Sendable {
    /// `threads` or `green`; nil for `threads`.
    public var engine: String?
    /// How many runs; nil for 100.
    public var runs: Int?
    /// What their random numbers begin with; nil for any.
    public var seed: Int?
    /// Whether threads are held back at random.
    public var chaos: Bool

    /// A request, everything else at its default.
    public init(engine: String? = nil, runs: Int? = nil, seed: Int? = nil, chaos: Bool = false) {
        self.engine = engine
        self.runs = runs
        self.seed = seed
        self.chaos = chaos
    }
}

extension Comparison {
    /// A comparison that a request asks for; adds to the errors what is wrong with it.
    init(_ request: ComparisonRequest, of scenario: AnyScenario, limits: Limits, _ errors: inout [FieldError])
    {
        let engines = scenario.about.engines.filter { $0 == .threads || $0 == .green }
        let name = request.engine ?? engines.first?.rawValue ?? ""
        engine = engines.first { $0.rawValue == name } ?? .threads
        wanted = request.runs ?? min(100, limits.comparisonRuns)
        seed = request.seed ?? Int.random(in: RunOrder.seeds)
        chaos = request.chaos
        func refuse(_ field: String, _ detail: String) {
            errors.append(FieldError(field: "compare.\(field)", detail: detail))
        }
        if !engines.contains(where: { $0.rawValue == name }) {
            let names = engines.map(\.rawValue).joined(separator: ", ")
            refuse("engine", "must be one of \(names) for this scenario, not \"\(name)\".")
        }
        if !(1...limits.comparisonRuns).contains(wanted) {
            refuse("runs", "must be from 1 to \(limits.comparisonRuns), not \(wanted).")
        }
        if !RunOrder.seeds.contains(seed) {
            refuse("seed", "must be from 0 to \(RunOrder.seeds.upperBound), not \(seed).")
        }
        if chaos && engine != .threads {
            refuse("chaos", "is for the engine threads only, and the engine is \(name).")
        }
    }
}
