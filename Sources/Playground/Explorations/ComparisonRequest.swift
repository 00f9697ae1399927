import Programs
import Scenarios

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

/// A comparison that has been found to be in order; which program is run is not settled yet.
struct ComparisonPlan {
    let engine: EngineName
    let wanted: Int
    let seed: Int
    let chaos: Bool

    init(
        _ request: ComparisonRequest, of scenario: AnyScenario, within limits: Limits,
        _ check: inout RequestCheck
    ) {
        let engines = scenario.about.engines.filter { $0 == .threads || $0 == .green }
        let standard = engines.first ?? .threads
        engine =
            check.name(
                request.engine ?? standard.rawValue, of: engines, as: "compare.engine", " for this scenario")
            ?? standard
        wanted = request.runs ?? min(100, limits.comparisonRuns)
        check.expect(wanted, in: 1...limits.comparisonRuns, as: "compare.runs")
        seed = check.seed(request.seed, as: "compare.seed")
        chaos = request.chaos
        if chaos && engine != .threads {
            check.refuse(
                "compare.chaos", "is for the engine threads only, and the engine is \(engine.rawValue).")
        }
    }
}
