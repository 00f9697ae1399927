public import Scheduling
import Threading

/// Runs a program again and again, each time in another interleaving.
public final class Explorer<Outcome: Hashable & Sendable>: Sendable {
    let search: Search
    let outcomes: OutcomeRegister<Outcome>

    /// An exploration of a program, which runs as the main thread of each execution.
    ///
    /// - Parameters:
    ///   - engines: what carries the executions.
    ///   - isCorrect: whether an execution that ends so has ended as it should.
    public init(
        _ options: ExplorationOptions = ExplorationOptions(), on engines: any SimulatedEngines,
        isCorrect: @escaping @Sendable (Ending<Outcome>) -> Bool,
        program: @escaping @Sendable () throws -> Outcome
    ) {
        let outcomes = OutcomeRegister<Outcome>(isCorrect: { isCorrect(.completed($0)) })
        self.outcomes = outcomes
        search = Search(
            options, on: engines,
            isCorrect: { ending in
                if case .completed(let number) = ending { return outcomes.isCorrect(number) }
                return isCorrect(ending.map(outcomes.outcome))
            },
            forget: outcomes.forget, program: { outcomes.number(of: try program()) })
    }

    /// Explores, on the calling thread and those that it starts, until there is nothing left, or the budget is spent.
    ///
    /// - Parameters:
    ///   - budget: until when, and how many executions at most. With guarded actions, some executions may be given up
    ///     on the way; they do not count. Whoever cancels it has this return soon, with what was found by then.
    ///   - progress: called now and then with what has been found so far.
    public func run(
        within budget: Budget = Budget(.seconds(10), executions: 1_000_000),
        progress: (ExplorationReport<Outcome>) -> Void = { _ in }
    ) -> ExplorationReport<Outcome> {
        search.run(within: budget) { progress($0.map(outcomes.outcome)) }.map(outcomes.outcome)
    }
}
