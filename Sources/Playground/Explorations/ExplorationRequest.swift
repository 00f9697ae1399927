import Exploration
import FiberEngine
public import JSON
import Programs
import Scenarios
import Scheduling
import Threading
import Tracing

/// What a user asks to be explored.
public struct ExplorationRequest: Sendable {
    /// The scenario's name.
    public var scenario: String
    /// The strategy's name; nil for `exhaustive`.
    public var strategy: String?
    /// What random strategies begin with; nil for any.
    public var seed: Int?
    /// How often at most a thread that could go on is made to wait; nil for any number.
    public var preemptionBound: Int?
    /// How many executions at most; nil for as many as are allowed.
    public var maxExecutions: Int?
    /// How long at most, in milliseconds; nil for the default.
    public var timeoutMs: Int?
    /// `free` or `virtual`; nil for `free`.
    public var time: String?
    /// How often each thread may be woken from a condition without a notification; nil for never.
    public var spuriousWakeups: Int?
    /// With which real runs the exploration is compared; nil for none.
    public var comparison: ComparisonRequest?
    /// An object of parameters, or null.
    public var parameters: JSONValue

    /// A request for a scenario, everything else at its default.
    public init(
        scenario: String, strategy: String? = nil, seed: Int? = nil, preemptionBound: Int? = nil,
        maxExecutions: Int? = nil, timeoutMs: Int? = nil, time: String? = nil,
        spuriousWakeups: Int? = nil, comparison: ComparisonRequest? = nil, parameters: JSONValue = .null
    ) {
        self.scenario = scenario
        self.strategy = strategy
        self.seed = seed
        self.preemptionBound = preemptionBound
        self.maxExecutions = maxExecutions
        self.timeoutMs = timeoutMs
        self.time = time
        self.spuriousWakeups = spuriousWakeups
        self.comparison = comparison
        self.parameters = parameters
    }
}

/// A request that has been found to be in order.
struct ExplorationOrder: Sendable {
    let record: ExplorationRecord
    let options: ExplorationOptions
    let prepared: Program
    let timeout: Duration
    let maxExecutions: Int
    let realRuns: RealRuns

    init(_ request: ExplorationRequest, limits: Limits) throws(LaunchError) {
        guard let scenario = Catalogue.scenario(named: request.scenario) else {
            throw .unknownScenario(request.scenario)
        }
        var errors: [FieldError] = []
        var options = ExplorationOptions()
        options.strategy =
            Self.named(request.strategy, "strategy", StrategyName.allCases, &errors) ?? .exhaustive
        options.clock = Self.named(request.time, "time", [Clock.free, .virtual], &errors) ?? .free
        let seed = request.seed ?? Int.random(in: RunOrder.seeds)
        Self.check(seed, "seed", RunOrder.seeds, &errors)
        options.seed = UInt64(max(seed, 0))
        if let bound = request.preemptionBound {
            Self.check(bound, "preemptionBound", 0...1_000, &errors)
            options.preemptionBound = bound
            if options.strategy != .exhaustive && options.strategy != .bruteForce {
                errors.append(
                    FieldError(
                        field: "preemptionBound",
                        detail: "is for the strategies exhaustive and bruteForce only, and the strategy is "
                            + "\(options.strategy.rawValue)."))
            }
        }
        maxExecutions = request.maxExecutions ?? limits.executionsPerExploration
        Self.check(maxExecutions, "maxExecutions", 1...limits.executionsPerExploration, &errors)
        let longest = Int(limits.longestExploration.nanoseconds / 1_000_000)
        let timeoutMs = request.timeoutMs ?? Int(limits.defaultExploration.nanoseconds / 1_000_000)
        Self.check(timeoutMs, "timeoutMs", 1...longest, &errors)
        timeout = .milliseconds(timeoutMs)
        if let count = request.spuriousWakeups {
            Self.check(count, "spuriousWakeups", 0...Schedule.spuriousWakeups.upperBound, &errors)
            options.spuriousWakeups = count
        }
        let comparison = request.comparison.map {
            Comparison($0, of: scenario, limits: limits, &errors)
        }
        options.threadLimit = limits.threadsPerRun
        options.workers = limits.workersPerExploration
        if !scenario.about.engines.contains(.simulation) {
            errors.append(
                FieldError(field: "scenario", detail: "cannot be explored: it does not run in simulation."))
        }
        let prepared = scenario.prepare(request.parameters, &errors)
        guard let prepared, errors.isEmpty else { throw .invalid(errors) }
        self.prepared = prepared
        self.options = options
        record = ExplorationRecord(
            id: JobID(), scenario: request.scenario, parameters: prepared.parameters, options: options,
            seed: seed, comparison: comparison)
        realRuns = RealRuns(prepared: prepared, limits: limits)
    }

    private static func check(
        _ value: Int, _ field: String, _ range: ClosedRange<Int>, _ errors: inout [FieldError]
    ) {
        if range.contains(value) { return }
        errors.append(
            FieldError(
                field: field, detail: "must be from \(range.lowerBound) to \(range.upperBound), not \(value)."
            ))
    }

    private static func named<Name: RawRepresentable<String>>(
        _ name: String?, _ field: String, _ names: [Name], _ errors: inout [FieldError]
    ) -> Name? {
        guard let name else { return nil }
        if let found = names.first(where: { $0.rawValue == name }) { return found }
        let list = names.map(\.rawValue).joined(separator: ", ")
        errors.append(FieldError(field: field, detail: "must be one of \(list), not \"\(name)\"."))
        return nil
    }
}
