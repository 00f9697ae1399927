import Exploration
import Programs
import Scenarios
import Scheduling

/// An exploration that is to be made: a request that has been found to be in order, with everything filled in.
public struct ExplorationPlan: Sendable {
    /// The scenario's name.
    let scenario: String
    let program: Program
    let options: ExplorationOptions
    /// How long it may take, with the real runs that it is compared with.
    let timeout: Duration
    let maxExecutions: Int
    /// The runs to compare it with; nil if nobody asked.
    let realRuns: RealRuns?
}

extension ExplorationPlan {
    /// An exploration as it is asked for.
    public init(_ request: ExplorationRequest, within limits: Limits) throws(JobError) {
        let scenario = try RequestCheck.scenario(named: request.scenario)
        var check = RequestCheck()
        var options = Self.options(request, &check)
        options.threadLimit = limits.threadsPerRun
        options.workers = limits.workersPerExploration
        maxExecutions = request.maxExecutions ?? limits.executionsPerExploration
        check.expect(maxExecutions, in: 1...limits.executionsPerExploration, as: "maxExecutions")
        timeout = check.time(
            request.timeoutMs, atMost: limits.longestExploration, default: limits.defaultExploration)
        let comparison = request.comparison.map { request in
            ComparisonPlan(request, of: scenario, within: limits, &check)
        }
        if !scenario.about.engines.contains(.simulation) {
            check.refuse("scenario", "cannot be explored: it does not run in simulation.")
        }
        let program = try check.program(of: scenario, with: request.parameters)
        realRuns = comparison.map { comparison in
            let plan = RunPlan(
                scenario: request.scenario, program: program, engine: comparison.engine,
                seed: comparison.seed, chaos: comparison.chaos, timeout: limits.defaultTimeout,
                threadLimit: limits.threadsPerRun, eventLimit: limits.eventsPerRun)
            return RealRuns(plan: plan, wanted: comparison.wanted)
        }
        self.scenario = request.scenario
        self.program = program
        self.options = options
    }

    private static func options(_ request: ExplorationRequest, _ check: inout RequestCheck)
        -> ExplorationOptions
    {
        var options = ExplorationOptions()
        options.strategy =
            check.name(request.strategy, of: StrategyName.allCases, as: "strategy") ?? .exhaustive
        options.stopsAtFirstFailure = request.stopAtFirstFailure
        options.clock = check.name(request.time, of: [Clock.free, .virtual], as: "time") ?? .free
        options.seed = UInt64(max(check.seed(request.seed), 0))
        if let bound = request.preemptionBound {
            check.expect(bound, in: 0...1_000, as: "preemptionBound")
            options.preemptionBound = bound
            if options.strategy != .exhaustive && options.strategy != .bruteForce {
                check.refuse(
                    "preemptionBound",
                    "is for the strategies exhaustive and bruteForce only, and the strategy is "
                        + "\(options.strategy.rawValue).")
            }
        }
        if let depth = request.depth {
            check.expect(depth, in: 1...100, as: "depth")
            options.depth = depth
            if options.strategy != .pct {
                check.refuse(
                    "depth", "is for the strategy pct only, and the strategy is \(options.strategy.rawValue)."
                )
            }
        }
        if let count = request.spuriousWakeups {
            check.expect(
                count, in: 0...Int(Schedule.spuriousWakeups.upperBound), as: "spuriousWakeups")
            options.spuriousWakeups = count
        }
        return options
    }
}
