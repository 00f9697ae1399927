import CThreading
import Synchronization
import Threading

/// The search through a program's executions, each of which ends in an outcome that has a number.
final class Search: Sendable {
    let options: ExplorationOptions
    let program: @Sendable () throws -> Int
    let isCorrect: @Sendable (ExecutionEnd<Int>) -> Bool
    private let isCancelled = Atomic<Bool>(false)

    init(
        _ options: ExplorationOptions, isCorrect: @escaping @Sendable (ExecutionEnd<Int>) -> Bool,
        program: @escaping @Sendable () throws -> Int
    ) {
        self.options = options
        self.isCorrect = isCorrect
        self.program = program
    }

    /// Has `run` return soon, with what it has found by then. Any thread may call it.
    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    /// Explores, on the calling thread, until there is nothing left, or a budget is used up.
    ///
    /// - Parameter progress: called now and then with what has been found so far.
    func run(progress: (ExplorationReport<Int>) -> Void) -> ExplorationReport<Int> {
        let started = lockstep_monotonic_ns()
        var attempt = Attempt(noticesEnds: false, options: options, program: program)
        var tally = Tally(isCorrect: isCorrect)
        var nextProgress = started + 200_000_000
        while true {
            let end = attempt.execute()
            if attempt.needsEnds {
                // Somebody looks whether a thread has ended, so when it ends is a choice: all over again, with that.
                attempt = Attempt(noticesEnds: true, options: options, program: program)
                tally = Tally(isCorrect: isCorrect)
                continue
            }
            let isMore = tally.count(end, attempt)
            let now = lockstep_monotonic_ns()
            tally.report.elapsedNs = now - started
            if !isMore { return conclude(&tally, isOver: true, attempt) }
            let isSpent =
                tally.report.executions >= options.maxExecutions
                || tally.report.elapsedNs >= options.timeout.nanoseconds
                || isCancelled.load(ordering: .relaxed)
            if isSpent { return conclude(&tally, isOver: false, attempt) }
            if now >= nextProgress {
                nextProgress = now + 200_000_000
                tally.report.progress = attempt.strategy.progress
                progress(tally.report)
            }
        }
    }

    private func conclude(
        _ tally: inout Tally, isOver: Bool, _ attempt: Attempt
    ) -> ExplorationReport<Int> {
        tally.conclude(isOver: isOver, attempt.strategy, options)
        for place in tally.report.outcomes.indices where !tally.report.outcomes[place].isCorrect {
            if tally.report.outcomes[place].end == .tooLong { continue }
            simplify(&tally.report.outcomes[place])
            tally.report.outcomes[place].nearestPass = nearestPass(to: tally.report.outcomes[place].schedule)
        }
        return tally.report
    }
}
