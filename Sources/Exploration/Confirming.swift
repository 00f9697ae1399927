import Scheduling
import Tracing

extension Search {
    /// How many executions are spent on this at least, if there are fewer ends: a program that tosses a coin comes to the
    /// same again every other time.
    private static let leastConfirmations = 16

    /// Runs each end that is listed once more along its schedule, and small programs several times. If anything differs, the
    /// program depends on what is none of its run's, so that nothing was explored: that is the report's error then.
    func confirm(_ report: inout ExplorationReport<Int>, within budget: Budget) {
        var confirmed = 0
        while report.error == nil, !report.outcomes.isEmpty, confirmed < Self.leastConfirmations {
            for outcome in report.outcomes {
                let repeats = comesAgain(outcome, within: budget)
                if budget.isSpent {
                    // Of a search that did not come to its end nobody thinks that it has seen all there is.
                    if confirmed < report.outcomes.count,
                        report.verdict == .proved || report.verdict == .bounded
                    {
                        budget.note(
                            Budget.Cut("Not all ends were run once more to see that they come again."))
                    }
                    return
                }
                guard repeats else {
                    report.error = ExecutionError.unrepeatable.description
                    report.isComplete = false
                    if report.verdict != .failed { report.verdict = .budgetExhausted }
                    return
                }
                confirmed += 1
            }
        }
    }

    /// Whether an end's schedule leads to it, by the steps by which it did.
    private func comesAgain(_ outcome: OutcomeReport<Int>, within budget: Budget) -> Bool {
        let (ending, scheduler) = replay(outcome.schedule, then: .pause, within: budget)
        scheduler.noteEnd()
        return scheduler.misfit == nil && ending == outcome.ending
    }

    /// Runs the program once, along a schedule.
    ///
    /// - Returns: how it ended, or nil if the schedule does not fit; and who led it.
    func replay(
        _ schedule: Schedule, then continuation: SimulationScheduler.Continuation, within budget: Budget
    ) -> (ending: Ending<Int>?, SimulationScheduler) {
        let (ending, scheduler, _) = replay(schedule, then: continuation, eventLimit: 1, within: budget)
        return (scheduler.misfit == nil ? ending : nil, scheduler)
    }

    /// The same with a trace.
    func replay(
        _ schedule: Schedule, then continuation: SimulationScheduler.Continuation, eventLimit: Int,
        within budget: Budget
    ) -> (ending: Ending<Int>, SimulationScheduler, Trace) {
        let scheduler = SimulationScheduler(
            schedule, then: continuation, stepLimit: options.effectiveStepLimit)
        let engine = engines.recording(
            SimulationSettings(
                threadLimit: options.threadLimit, eventLimit: eventLimit, seed: options.seed,
                clock: schedule.clock, choices: schedule.choices), under: scheduler)
        let ending = Executor(program).execute(on: engine, within: budget).ending
        return (scheduler.isCut ? .cut : ending, scheduler, engine.trace())
    }
}
