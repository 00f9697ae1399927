public import Scheduling
import Threading

/// Runs a program again and again, each time in another interleaving.
public final class Explorer<Outcome: Hashable & Sendable>: Sendable {
    private let search: Search
    private let outcomes: OutcomeRegister<Outcome>

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
        let outcomes = OutcomeRegister<Outcome>()
        self.outcomes = outcomes
        search = Search(
            options, on: engines, isCorrect: { isCorrect($0.map(outcomes.outcome)) },
            program: { outcomes.number(of: try program()) })
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

/// Gives each distinct outcome a number. The search works with numbers only: it meets the same few outcomes a million
/// times, and, not being generic, is compiled once.
private final class OutcomeRegister<Outcome: Hashable & Sendable>: Sendable {
    private let known = Locked<(outcomes: [Outcome], numbers: [Outcome: Int])>(([], [:]))

    func number(of outcome: Outcome) -> Int {
        known.withLock { known in
            if let number = known.numbers[outcome] { return number }
            known.numbers[outcome] = known.outcomes.count
            known.outcomes.append(outcome)
            return known.outcomes.count - 1
        }
    }

    func outcome(_ number: Int) -> Outcome { known.withLock { $0.outcomes[number] } }
}
