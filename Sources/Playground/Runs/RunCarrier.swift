import Events
import Exploration
import FiberEngine
import Programs
import Scenarios
import Scheduling
import ThreadEngine
import Tracing

/// The engine of one run, and, if the run is simulated, who decides in it.
struct RunCarrier {
    let engine: any RunEngine
    private let scheduler: SimulationScheduler?
    private let clock: Clock
    private let choices: SchedulingChoices

    init(_ name: EngineName, _ limits: Limits, seed: UInt64, chaos: Bool, schedule: Schedule?, pauses: Bool) {
        let (threads, events) = (limits.threadsPerRun, limits.eventsPerRun)
        switch name {
        case .threads:
            (scheduler, clock, choices) = (nil, .wall, SchedulingChoices())
            engine = ThreadEngine(threadLimit: threads, eventLimit: events, seed: seed, chaos: chaos)
        case .green:
            (scheduler, clock, choices) = (nil, .wall, SchedulingChoices())
            engine = FiberEngine(
                SimulationSettings(threadLimit: threads, eventLimit: events, seed: seed, clock: .wall))
        case .simulation:
            clock = schedule?.clock ?? .virtual
            choices = schedule?.choices ?? SchedulingChoices()
            let continuation: SimulationScheduler.Continuation =
                if pauses { .pause } else if schedule != nil { .straight } else { .random(seed: seed) }
            let scheduler = SimulationScheduler(schedule, then: continuation)
            self.scheduler = scheduler
            engine = FiberEngine(
                SimulationSettings(
                    threadLimit: threads, eventLimit: events, seed: seed, clock: clock, choices: choices),
                scheduler: scheduler)
        }
    }

    /// Why the run's schedule does not fit it; nil if it does, or there is none.
    var misfit: String? { scheduler?.misfit }

    /// Says of a run that is over what was decided in it.
    ///
    /// - Parameter isWhole: whether it ended by itself.
    func describe(_ run: inout Run, isWhole: Bool) {
        guard let scheduler else { return }
        scheduler.noteEnd()
        run.schedule =
            scheduler.schedule(clock: clock, choices: choices, isWhole: isWhole).description
        run.next = scheduler.next?.map { next in
            PendingAction(
                thread: next.thread, step: next.ordinal, action: next.action, object: next.object,
                source: next.source?.description, isEnabled: next.isEnabled,
                timesOut: next.timesOut)
        }
    }
}
