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
                let error = objection(to: outcome, within: budget)
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
                if let error {
                    report.error = error.description
                    report.isComplete = false
                    if report.verdict != .failed { report.verdict = .budgetExhausted }
                    return
                }
                confirmed += 1
            }
        }
    }

    /// What speaks against an end: its schedule does not lead to it, by the steps by which it did. Nil if it does.
    private func objection(to outcome: OutcomeReport<Int>, within budget: Budget) -> ExecutionError? {
        let replay = replay(outcome.schedule, then: .pause, eventLimit: 1, within: budget)
        replay.scheduler.noteEnd()
        if let stray = replay.stray { return ExecutionError(description: stray) }
        return replay.scheduler.misfit == nil && replay.ending == outcome.ending ? nil : .unrepeatable
    }

    /// Runs the program once, along a schedule.
    ///
    /// - Returns: how it ended, or nil if the schedule does not fit; and who led it.
    func replay(
        _ schedule: Schedule, then continuation: SimulationScheduler.Continuation, within budget: Budget
    ) -> (ending: Ending<Int>?, SimulationScheduler) {
        let replay = replay(schedule, then: continuation, eventLimit: 1, within: budget)
        return (replay.scheduler.misfit == nil ? replay.ending : nil, replay.scheduler)
    }

    /// The same with a trace.
    func replay(
        _ schedule: Schedule, then continuation: SimulationScheduler.Continuation, eventLimit: Int,
        within budget: Budget
    ) -> (ending: Ending<Int>, stray: String?, scheduler: SimulationScheduler, trace: Trace) {
        let scheduler = SimulationScheduler(
            schedule, then: continuation, stepLimit: options.effectiveStepLimit)
        let engine = engines.recording(
            SimulationSettings(
                threadLimit: options.threadLimit, eventLimit: eventLimit, seed: options.seed,
                clock: schedule.clock, choices: schedule.choices), under: scheduler)
        let conclusion = Executor(program).execute(on: engine, within: budget)
        return (scheduler.isCut ? .cut : conclusion.ending, conclusion.stray, scheduler, engine.trace())
    }
}
