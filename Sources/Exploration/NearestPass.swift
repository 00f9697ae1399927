import CooperativeEngine
import Threading
import Tracing

/// The schedule that is most like one that goes wrong, and ends well: both are the same up to one step, and the choice
/// at that step makes the difference.
public struct NearestPass: Sendable, Hashable {
    /// The schedule that ends well.
    public var schedule: String
    /// The step at which the two part, from 0.
    public var step: Int
    /// Who acts there in the one that goes wrong, and how: `Thread-1 acquire lock B (Scenarios/Deadlock.swift:70)`.
    public var failing: String
    /// Who acts there in the one that ends well, and how.
    public var passing: String
}

extension Search {
    /// Looks for the schedule nearest to one that goes wrong that ends well: tries, from the last step back, whom else
    /// each choice could have been given to, with everybody going on straight from there.
    func nearestPass(to schedule: Schedule) -> NearestPass? {
        for step in schedule.steps.indices.reversed() {
            var prefix = schedule
            prefix.steps = Array(schedule.steps[..<step])
            prefix.digest = nil
            let (_, paused) = replay(prefix, then: .pause)
            guard let options = paused.next,
                let failing = options.first(where: { $0.ordinal == schedule.steps[step].thread })
            else { continue }
            for option in options where option.isEnabled && option.ordinal != failing.ordinal {
                var other = prefix
                other.steps.append(Schedule.Step(thread: option.ordinal))
                let (end, scheduler) = replay(other, then: .straight)
                guard let end, isCorrect(end) else { continue }
                return NearestPass(
                    schedule: scheduler.schedule(
                        clock: schedule.clock, noticesEnds: schedule.noticesEnds, isWhole: true
                    ).description,
                    step: step, failing: failing.description, passing: option.description)
            }
        }
        return nil
    }

    /// Runs the program once, along a schedule.
    private func replay(
        _ schedule: Schedule, then continuation: SimulationScheduler.Continuation
    ) -> (end: ExecutionEnd<Int>?, SimulationScheduler) {
        let scheduler = SimulationScheduler(schedule, then: continuation)
        let engine = CooperativeEngine(
            threadLimit: options.threadLimit, eventLimit: 1, seed: options.seed, clock: schedule.clock,
            scheduler: scheduler, noticesEnds: schedule.noticesEnds)
        let single = SingleExecution(program)
        let end = single.run(on: engine)
        return (scheduler.misfit == nil ? end : nil, scheduler)
    }
}

extension NextAction {
    /// Who would do what, and where.
    var description: String {
        let place = SourceLine(file: file, line: line).map { " (\($0))" } ?? ""
        return "\(threadName) \(action.rawValue) \(objectName)\(place)"
    }
}
