import CThreading
import Synchronization
import Threading

/// The search through a program's executions, each of which ends in an outcome that has a number.
final class Search: Sendable {
    let options: ExplorationOptions
    let program: @Sendable () throws -> Int
    let isCorrect: @Sendable (ExecutionEnd<Int>) -> Bool
    private let cancellation = Atomic<Bool>(false)

    init(
        _ options: ExplorationOptions, isCorrect: @escaping @Sendable (ExecutionEnd<Int>) -> Bool,
        program: @escaping @Sendable () throws -> Int
    ) {
        self.options = options
        self.isCorrect = isCorrect
        self.program = program
    }

    /// Has `run` return soon, with what it has found by then. Any thread may call it.
    func cancel() { cancellation.store(true, ordering: .relaxed) }

    var isCancelled: Bool { cancellation.load(ordering: .relaxed) }

    /// Explores, on the calling thread and those that it starts, until there is nothing left, or a budget is used up.
    ///
    /// - Parameter progress: called now and then with what has been found so far.
    func run(progress: (ExplorationReport<Int>) -> Void) -> ExplorationReport<Int> {
        let started = lockstep_monotonic_ns()
        var round = SearchRound(of: self, noticesEnds: false, since: started)
        if round.run(progress: progress) == .needsEnds {
            // Somebody looks whether a thread has ended, so when it ends is a choice: all over again, with that.
            round = SearchRound(of: self, noticesEnds: true, since: started)
            _ = round.run(progress: progress)
        }
        var report = round.conclude()
        for place in report.outcomes.indices where !report.outcomes[place].isCorrect {
            if report.outcomes[place].end == .tooLong { continue }
            simplify(&report.outcomes[place])
            report.outcomes[place].nearestPass = nearestPass(to: report.outcomes[place].schedule)
        }
        return report
    }
}
