public import Exploration
import FiberEngine
public import Scheduling

/// Explores a program, with what matters in a test: until all has been seen, or for so long.
///
/// - Parameters:
///   - time: how long at most.
///   - maxExecutions: how many executions at most.
///   - seeksCauses: whether a deadlock or a failure counts as wrong, so that its simplest schedule and the
///     nearest that passes are looked for, which takes longer than a small program's whole exploration.
public func explore<Outcome: Hashable & Sendable>(
    _ strategy: StrategyName = .exhaustive, seed: UInt64 = 1, preemptionBound: Int? = nil, workers: Int = 1,
    spuriousWakeups: Int = 0, within time: Duration = .seconds(300), maxExecutions: Int = 2_000_000,
    seeksCauses: Bool = true, _ program: @escaping @Sendable () throws -> Outcome
) -> ExplorationReport<Outcome> {
    var options = ExplorationOptions()
    options.strategy = strategy
    options.seed = seed
    options.preemptionBound = preemptionBound
    options.workers = workers
    options.spuriousWakeups = spuriousWakeups
    // The workers of a test are to meet, however short the search.
    options.soloTime = .zero
    let isCorrect = { @Sendable (end: Ending<Outcome>) in
        if case .completed = end { true } else { !seeksCauses }
    }
    return Explorer(options, on: Fibers(), isCorrect: isCorrect, program: program)
        .run(within: Budget(time, executions: maxExecutions))
}

extension ExplorationReport {
    /// The ends, each with how many executions came to it.
    public var ends: [Ending<Outcome>: Int] {
        Dictionary(uniqueKeysWithValues: outcomes.map { ($0.ending, $0.executions) })
    }

    /// The ends.
    public var endSet: Set<Ending<Outcome>> { Set(outcomes.map(\.ending)) }
}
