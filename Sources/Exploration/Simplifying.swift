import Scheduling

extension Search {
    /// Looks for a schedule with fewer preemptions that leads to the same end: tries all with none, then all with one,
    /// and so on, as far as the budget goes. A schedule in which threads are rarely made to wait reads like a story.
    func simplify(_ outcome: inout OutcomeReport<Int>, within budget: Budget) {
        for bound in 0..<outcome.preemptions {
            // Asked before an engine is made: there may be a thousand ends to whom nothing is left.
            if budget.isSpent { return cutSimplifying(budget) }
            let attempt = Attempt(
                choices: outcome.schedule.choices, options: options, engines: engines, program: program,
                strategy: BruteForceStrategy(preemptionBound: bound))
            repeat {
                if budget.isSpent { return cutSimplifying(budget) }
                if case .ended(let ending) = attempt.execute(within: budget), ending == outcome.ending {
                    outcome.ending = ending
                    outcome.schedule = attempt.schedule(isWhole: true)
                    outcome.preemptions = attempt.director.execution.preemptions
                    return
                }
            } while attempt.director.end(within: budget)
        }
    }

    private func cutSimplifying(_ budget: Budget) {
        budget.note(Budget.Cut("Simpler schedules than those that are shown were not looked for to the end."))
    }
}
