import CThreading
import CooperativeEngine

extension Search {
    /// Looks for a schedule with fewer preemptions that leads to the same end: tries all with none, then all with one,
    /// and so on, as far as a small budget goes. A schedule in which threads are rarely made to wait reads like a story.
    func simplify(_ outcome: inout OutcomeReport<Int>) {
        let deadline = lockstep_monotonic_ns() + 300_000_000
        for bound in 0..<outcome.preemptions {
            let attempt = Attempt(
                noticesEnds: outcome.schedule.noticesEnds, options: options, program: program,
                strategy: BruteForceStrategy(preemptionBound: bound))
            repeat {
                if case .success(outcome.end) = attempt.execute() {
                    outcome.schedule = attempt.schedule
                    outcome.preemptions = attempt.director.execution.preemptions
                    return
                }
                if lockstep_monotonic_ns() >= deadline { return }
            } while attempt.director.end()
        }
    }
}
