import Scheduling
import Threading

/// Every class of executions that differ only in the order of steps that commute, each once: optimal dynamic
/// partial-order reduction, with sleep sets and wake-up trees (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014).
///
/// After each execution it looks for races: pairs of steps on one object that do not commute and that nothing else puts
/// in order. For each it goes back to before the first, and plans an execution in which the second comes first.
///
/// Where actions have guards, the second must also have been possible then. So a step that made the second possible is
/// passed over, and the race is with the one before it: two sections of a lock race by their acquisitions.
///
/// This is one worker's part of it; `Frontier` is what the workers share.
final class ExhaustiveStrategy: Strategy {
    private let frontier: SharedFrontier
    private let worker: Int
    private let spinBound: Int
    @exclusivity(unchecked) private var task = Frontier.Task()
    @exclusivity(unchecked) private var report = Frontier.Report()
    @exclusivity(unchecked) private var forced = Choices()
    /// Kept, so that it need not be made for each candidate.
    @exclusivity(unchecked) private var unseen: ContiguousArray<Int> = []

    /// The first worker, which begins with any execution.
    init(beginning frontier: SharedFrontier, spinBound: Int) {
        self.spinBound = spinBound
        self.frontier = frontier
        worker = 0
    }

    /// A further worker; nil if there is nothing left to do.
    init?(joining frontier: SharedFrontier, spinBound: Int) {
        self.spinBound = spinBound
        guard let (worker, task) = frontier.join() else { return nil }
        self.frontier = frontier
        self.worker = worker
        self.task = task
    }

    var progress: Double? { frontier.progress(of: worker) }

    // MARK: Going forward

    func begin() -> Int { task.kept }

    func next(among candidates: ContiguousArray<Candidate>, after execution: Execution) -> Int? {
        let depth = execution.steps.count
        if depth < task.path.count {
            let step = task.path[depth]
            forced = step.choices
            let choice = candidates.firstIndex { $0.thread == step.thread && $0.isReady }
            if let choice, depth >= task.new {
                findRaces(of: candidates[choice], after: execution, at: depth)
            }
            if choice == nil {
                report.insteadOfLast = ContiguousArray(
                    candidates.lazy.filter(\.isReady).map(Footprint.init(of:)))
            }
            return choice
        }
        addPoint(after: execution)
        forced = Choices()
        var choice: Int?
        for index in candidates.indices where candidates[index].isReady && !sleeps(candidates[index]) {
            // The same thread goes on if it can: the first execution that shows something shows it with few preemptions.
            if choice == nil || candidates[index].isCurrent { choice = index }
        }
        if let choice {
            findRaces(of: candidates[choice], after: execution, at: depth)
        } else {
            // Whoever sleeps has been tried, but after a daemon's steps perhaps only without them.
            for candidate in candidates where !candidate.isReady {
                findRaces(of: candidate, after: execution, at: nil)
            }
        }
        return choice
    }

    /// Adds a point, at which those sleep that slept at the point before and commute with the step that followed.
    private func addPoint(after execution: Execution) {
        let end = report.sleeping.count
        if let start = report.starts.last, let step = execution.steps.last {
            for place in start..<end
            where execution.independence.areIndependent(report.sleeping[place], step.footprint) {
                report.sleeping.append(report.sleeping[place])
            }
        } else {
            report.sleeping.append(contentsOf: task.sleep)
        }
        report.starts.append(end)
    }

    /// Whether a candidate sleeps at the last point, whichever way it goes.
    private func sleeps(_ candidate: Candidate) -> Bool {
        guard let start = report.starts.last else { return false }
        for place in start..<report.sleeping.count
        where report.sleeping[place].thread == candidate.thread && report.sleeping[place].choices.count == 0 {
            return true
        }
        return false
    }

    func choose(among count: Int, index: Int, in execution: Execution) -> Int {
        if index < forced.count { return min(forced[index], count - 1) }
        guard let step = execution.steps.last else { return 0 }
        let place = execution.steps.count - 1
        var first: Int?
        for choice in 0..<count {
            var other = step.footprint
            other.choices = other.choices.replacing(index, by: choice)
            // Only a free step can meet a way that sleeps; a planned one has been found to sleep in no way.
            if place >= task.path.count, sleeps(other) { continue }
            if first == nil { first = choice } else { report.ways.append((place, other)) }
        }
        return first ?? 0
    }

    private func sleeps(_ step: Footprint) -> Bool {
        guard let start = report.starts.last else { return false }
        return report.sleeping[start...].contains { $0.thread == step.thread && $0.choices == step.choices }
    }

    // MARK: Looking back

    func noteStandstill(of candidates: ContiguousArray<Candidate>, after execution: Execution) {
        for candidate in candidates {
            findRaces(of: candidate, after: execution, at: nil)
            if candidate.isReady { notePendingStep(candidate, after: execution) }
        }
    }

    /// Takes note that a thread would have acted had the execution not ended: a daemon whose run was over, or any thread if
    /// it was cut. It could have before the last step that need not come before its own: not that the two conflict, but
    /// what the thread would have done next may.
    private func notePendingStep(_ candidate: Candidate, after execution: Execution) {
        let footprint = Footprint(of: candidate)
        var clock = execution.seenBy(candidate.thread)
        execution.join(&clock, before: footprint, without: nil)
        guard let last = execution.steps.indices.last(where: { !execution.hasSeen(clock, $0) }) else {
            return
        }
        report.races.append(
            Race(first: last, second: footprint, clock: clock, place: nil, wasEnabled: true, isWithEnd: true))
    }

    /// Looks for the steps before which a candidate could have come.
    private func findRaces(of candidate: Candidate, after execution: Execution, at place: Int?) {
        let footprint = Footprint(of: candidate)
        let object = footprint.object
        let seen = execution.seenBy(candidate.thread)
        let history = execution.history(of: object)
        let firstNew = report.races.count
        /// The last place that was looked at, if the step there happened before all later ones.
        var known: Int?
        execution.find(&unseen, by: seen, on: object, conflictingWith: candidate.action)
        for step in unseen {
            let index = execution.steps[step].place
            // Only those between which nothing lies: the others come to light when these have changed places.
            let isBeforeOther = (firstNew..<report.races.count).contains {
                report.races[$0].wasEnabled && execution.happened(step, before: report.races[$0].first)
            }
            if isBeforeOther { continue }
            let isKnown =
                if known == index + 1 {
                    execution.happened(step, before: history[index + 1])
                } else {
                    (index + 1..<history.count).allSatisfy { execution.happened(step, before: history[$0]) }
                }
            known = isKnown ? index : nil
            let isEnabled = candidate.wouldBeEnabled(in: index)
            let wasEnabled = isEnabled || candidate.isTimed
            if isKnown && !wasEnabled { continue }
            if execution.wouldSpin(candidate, before: step, isEnabled: isEnabled, bound: spinBound) {
                execution.bounds.noteHeldBack(candidate)
                continue
            }
            var clock = seen
            execution.join(&clock, before: footprint, without: step)
            report.races.append(
                Race(first: step, second: footprint, clock: clock, place: place, wasEnabled: wasEnabled))
        }
    }

    func end(_ execution: Execution, within budget: Budget) -> Bool {
        let next = frontier.exchange(report, of: execution, by: worker, within: budget)
        report.starts.removeAll(keepingCapacity: true)
        report.sleeping.removeAll(keepingCapacity: true)
        report.ways.removeAll(keepingCapacity: true)
        report.races.removeAll(keepingCapacity: true)
        report.insteadOfLast = nil
        guard let next else { return false }
        task = next
        return true
    }
}
