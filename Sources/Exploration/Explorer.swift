import Synchronization
import Threading

/// Runs a program again and again, each time in another interleaving.
public final class Explorer<Outcome: Hashable & Sendable>: Sendable {
    private let search: Search
    private let outcomes: OutcomeRegister<Outcome>

    /// An exploration of a program, which runs as the main thread of each execution.
    ///
    /// - Parameter isCorrect: whether an execution that ends so has ended as it should.
    public init(
        _ options: ExplorationOptions, isCorrect: @escaping @Sendable (ExecutionEnd<Outcome>) -> Bool,
        program: @escaping @Sendable () throws -> Outcome
    ) {
        let outcomes = OutcomeRegister<Outcome>()
        self.outcomes = outcomes
        search = Search(
            options, isCorrect: { isCorrect(outcomes.decode($0)) },
            program: { outcomes.number(of: try program()) })
    }

    /// Has `run` return soon, with what it has found by then. Any thread may call it.
    public func cancel() { search.cancel() }

    /// Explores, on the calling thread, until there is nothing left, or a budget is used up.
    ///
    /// - Parameter progress: called now and then with what has been found so far.
    public func run(progress: (ExplorationReport<Outcome>) -> Void = { _ in }) -> ExplorationReport<Outcome> {
        let report = search.run { progress($0.map(outcomes.decode)) }
        return report.map(outcomes.decode)
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

    func decode(_ end: ExecutionEnd<Int>) -> ExecutionEnd<Outcome> {
        switch end {
        case .completed(let number): .completed(known.withLock { $0.outcomes[number] })
        case .deadlocked: .deadlocked
        case .failed(let error): .failed(error)
        case .tooLong: .tooLong
        }
    }
}

extension ExplorationReport {
    /// The same report on outcomes of another type.
    fileprivate func map<Other>(_ decode: (ExecutionEnd<Outcome>) -> ExecutionEnd<Other>)
        -> ExplorationReport<Other>
    {
        var report = ExplorationReport<Other>()
        report.verdict = verdict
        report.isComplete = isComplete
        report.executions = executions
        report.classes = classes
        report.redundant = redundant
        report.steps = steps
        report.progress = progress
        report.elapsedNs = elapsedNs
        report.error = error
        report.outcomes = outcomes.map {
            OutcomeReport(
                end: decode($0.end), isCorrect: $0.isCorrect, executions: $0.executions,
                schedule: $0.schedule,
                preemptions: $0.preemptions, nearestPass: $0.nearestPass)
        }
        return report
    }
}
