import Analyses
import Events
import FiberEngine
import Programs
import Scheduling
import ThreadEngine
import Threading
import Tracing

/// One execution of a planned run: its engine, and, if the run is simulated, who decides in it.
struct RunExecution {
    let engine: any RunEngine
    private let plan: RunPlan
    private let scheduler: SimulationScheduler?
    private let clock: Clock
    private let choices: SchedulingChoices

    init(of plan: RunPlan) {
        self.plan = plan
        let (threads, events, seed) = (plan.threadLimit, plan.eventLimit, UInt64(plan.seed))
        switch plan.engine {
        case .threads:
            (scheduler, clock, choices) = (nil, .wall, SchedulingChoices())
            engine = ThreadEngine(threadLimit: threads, eventLimit: events, seed: seed, chaos: plan.chaos)
        case .green:
            (scheduler, clock, choices) = (nil, .wall, SchedulingChoices())
            engine = FiberEngine(
                SimulationSettings(threadLimit: threads, eventLimit: events, seed: seed, clock: .wall))
        case .simulation:
            clock = plan.schedule?.clock ?? .virtual
            choices = plan.schedule?.choices ?? SchedulingChoices()
            let continuation: SimulationScheduler.Continuation =
                if plan.pauses { .pause } else if plan.schedule != nil { .straight } else {
                    .random(seed: seed)
                }
            let scheduler = SimulationScheduler(plan.schedule, then: continuation)
            self.scheduler = scheduler
            engine = FiberEngine(
                SimulationSettings(
                    threadLimit: threads, eventLimit: events, seed: seed, clock: clock, choices: choices),
                scheduler: scheduler)
        }
    }

    /// Runs the program to its end, however it ends. Blocks the calling thread, which supervises it.
    func conclusion(within budget: Budget) -> (Conclusion<AnyOutcome>, Trace) {
        let conclusion = Executor(plan.program.body).execute(
            on: engine, within: budget.part(atMost: plan.timeout))
        return (conclusion, engine.trace())
    }

    /// Runs the program to its end, and tells what became of the run.
    func complete(_ run: Run, within budget: Budget) -> Run {
        var run = run
        let (conclusion, trace) = conclusion(within: budget)
        run.trace = trace
        // In a simulation, events are shown a little after their time.
        let last = trace.events.last?.atNs ?? 0
        run.durationNs = run.engine == .simulation ? max(conclusion.atNs, last) : conclusion.atNs
        describeChoices(&run, isWhole: conclusion.ending.isWhole)
        conclude(&run, conclusion)
        if let misfit = scheduler?.misfit {
            run.status = .failed
            (run.outcome, run.isExpected, run.watchdog) = (nil, nil, nil)
            (run.isCorrect, run.mistake) = (nil, nil)
            run.error = "The schedule does not fit this program: \(misfit)"
        }
        return run
    }

    /// Says what was decided in the run.
    ///
    /// - Parameter isWhole: whether it ended by itself.
    private func describeChoices(_ run: inout Run, isWhole: Bool) {
        guard let scheduler else { return }
        scheduler.noteEnd()
        run.schedule = scheduler.schedule(clock: clock, choices: choices, isWhole: isWhole).description
        run.next = scheduler.next?.map { next in
            PendingAction(
                thread: next.thread, step: next.ordinal, action: next.action, object: next.object,
                source: next.source?.description, isEnabled: next.isEnabled, timesOut: next.timesOut)
        }
    }

    private func conclude(_ run: inout Run, _ conclusion: Conclusion<AnyOutcome>) {
        let ending = conclusion.ending
        (run.status, run.outcome, run.error) = ending.parts
        if ending.isWhole {
            run.isExpected = plan.program.isExpected(ending)
            run.isCorrect = plan.program.isCorrect(ending)
            if run.isCorrect == false { run.mistake = plan.program.mistake(of: ending) }
        }
        let reason: WatchdogReport.Reason? =
            switch ending {
            case .deadlocked(.cycle): .cycle
            case .deadlocked(.quiescent): .quiescent
            case .timedOut: .timeout
            case .completed, .failed, .cancelled, .paused, .cut: nil
            }
        run.watchdog = reason.map {
            WatchdogReport(
                timeoutNs: plan.timeout.nanoseconds, reason: $0, atNs: run.durationNs ?? 0,
                interrupted: conclusion.interrupted)
        }
        run.findings = run.trace.findings(isStandstill: reason == .quiescent)
    }
}
