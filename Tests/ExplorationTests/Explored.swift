import Exploration
import FiberEngine
import Scheduling
import Threading

/// Explores a program.
///
/// - Parameter seeksCauses: whether a deadlock or a failure counts as wrong, so that its simplest schedule and the
///   nearest that passes are looked for, which takes longer than a small program's whole exploration.
func explore<Outcome: Hashable & Sendable>(
    _ strategy: StrategyName = .exhaustive, seed: UInt64 = 1, preemptionBound: Int? = nil, workers: Int = 1,
    spuriousWakeups: Int = 0, maxExecutions: Int = 2_000_000, seeksCauses: Bool = true,
    _ program: @escaping @Sendable () throws -> Outcome
) -> ExplorationReport<Outcome> {
    var options = ExplorationOptions()
    options.strategy = strategy
    options.seed = seed
    options.preemptionBound = preemptionBound
    options.workers = workers
    options.spuriousWakeups = spuriousWakeups
    options.soloTime = .zero
    let isCorrect = { @Sendable (end: Ending<Outcome>) in
        if case .completed = end { true } else { !seeksCauses }
    }
    return Explorer(options, on: Fibers(), isCorrect: isCorrect, program: program)
        .run(within: Budget(.seconds(300), executions: maxExecutions))
}

/// Starts threads, and waits until all have ended.
func runAll(_ bodies: [@Sendable () throws -> Void]) throws {
    let threads = bodies.map { Thread($0) }
    for thread in threads { try thread.start() }
    for thread in threads { try thread.join() }
}

extension ExplorationReport {
    /// The ends, each with how many executions came to it.
    var ends: [Ending<Outcome>: Int] {
        Dictionary(uniqueKeysWithValues: outcomes.map { ($0.ending, $0.executions) })
    }

    var endSet: Set<Ending<Outcome>> { Set(outcomes.map(\.ending)) }
}
