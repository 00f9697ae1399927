import Events
import Scheduling

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

    /// A schedule that ends well, and where it parts from one that does not.
    package init(schedule: String, step: Int, failing: String, passing: String) {
        self.schedule = schedule
        self.step = step
        self.failing = failing
        self.passing = passing
    }
}

extension Search {
    /// Looks for the schedule nearest to one that goes wrong that ends well: tries, from the last step back, whom else
    /// each choice could have been given to, with everybody going on straight from there.
    func nearestPass(to schedule: Schedule, within budget: Budget) -> NearestPass? {
        for step in schedule.steps.indices.reversed() {
            if budget.isSpent { return cutShort(budget) }
            var prefix = schedule
            prefix.steps = Array(schedule.steps[..<step])
            prefix.digest = nil
            let (_, paused) = replay(prefix, then: .pause, within: budget)
            if budget.isSpent { return cutShort(budget) }
            guard let options = paused.next,
                let failing = options.first(where: { $0.ordinal == schedule.steps[step].thread })
            else { continue }
            for option in options where option.isEnabled && option.ordinal != failing.ordinal {
                var other = prefix
                other.steps.append(Schedule.Step(thread: option.ordinal))
                let (ending, scheduler) = replay(other, then: .straight, within: budget)
                if budget.isSpent { return cutShort(budget) }
                guard let ending, ending.isWhole, isCorrect(ending) else { continue }
                return NearestPass(
                    schedule: scheduler.schedule(
                        clock: schedule.clock, choices: schedule.choices, isWhole: true
                    ).description,
                    step: step, failing: failing.description, passing: option.description)
            }
        }
        return nil
    }

    private func cutShort(_ budget: Budget) -> NearestPass? {
        budget.note(Budget.Cut("The nearest schedules that end well were not looked for to the end."))
        return nil
    }
}

extension NextAction {
    /// Who would do what, and where.
    var description: String {
        let place = source.map { " (\($0))" } ?? ""
        return "\(threadName) \(action.rawValue) \(objectName)\(place)"
    }
}
