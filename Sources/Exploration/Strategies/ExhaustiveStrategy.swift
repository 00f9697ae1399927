import CooperativeEngine
import Threading

/// Every class of executions that differ only in the order of steps that commute, each once: optimal dynamic
/// partial-order reduction, with sleep sets and wake-up trees (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014).
///
/// After each execution it looks for races: pairs of steps on one object that do not commute and that nothing else puts
/// in order. For each it goes back to before the first, and plans an execution in which the second comes first.
///
/// Where actions have guards, the second must also have been possible then. So a step that made the second possible is
/// passed over, and the race is with the one before it: two sections of a lock race by their acquisitions.
final class ExhaustiveStrategy: Strategy {
    @exclusivity(unchecked) private var points: ContiguousArray<Point> = []
    /// Steps that need not be tried at a point, since whatever begins with one of them has been explored; those of all
    /// points one after another.
    @exclusivity(unchecked) private var sleeping: ContiguousArray<Footprint> = []
    @exclusivity(unchecked) private var forest = WakeupForest()
    @exclusivity(unchecked) private var races: ContiguousArray<Race> = []
    /// The sequence that is being planned; kept for its memory.
    @exclusivity(unchecked) private var sequel = Sequel()
    /// The planned steps after the last point.
    private var planned = WakeupForest.Branches.none
    private var forced = Choices()

    var isComplete: Bool { true }

    /// As if all branches that are known at a point were of the same size (Knuth: "Estimating the Efficiency of Backtrack
    /// Programs", 1975). Branches that later races add make it fall.
    var progress: Double? {
        var (seen, share) = (0.0, 1.0)
        for (index, point) in points.enumerated() {
            // On the way to the last point, a branch is under way.
            let underWay = index < points.count - 1 ? 1 : 0
            share /= Double(point.explored + forest.count(point.branches) + underWay)
            seen += share * Double(point.explored)
        }
        return min(seen, 1)
    }

    /// A point at which one of several steps was chosen.
    private struct Point {
        /// Where, of all that sleep, the point's own begin. They end where those of the next point begin.
        let sleep: Int
        /// What is still to be explored from here.
        var branches: WakeupForest.Branches
        /// How many branches have been explored.
        var explored = 0
    }

    /// Two steps that could have come in the other order.
    private struct Race {
        let first: Int
        let second: Footprint
        /// What will have happened before the second, if it comes without the first.
        let clock: VectorClock
        /// Where the second was; nil if it never came.
        let place: Int?
        /// Whether the second could have come right before the first.
        let wasEnabled: Bool
    }

    // MARK: Going forward

    func begin() -> Int { max(points.count - 1, 0) }

    func next(among candidates: ContiguousArray<Candidate>, after execution: Execution) -> Int? {
        let depth = execution.steps.count
        if depth < points.count {
            // The last point again, and from it the next branch.
            guard let branch = forest.takeFirst(of: &points[depth].branches) else { return nil }
            return follow(branch, among: candidates, after: execution)
        }
        addPoint(after: execution)
        if let branch = forest.takeFirst(of: &points[depth].branches) {
            return follow(branch, among: candidates, after: execution)
        }
        forced = Choices()
        var choice: Int?
        for index in candidates.indices where candidates[index].isReady && !sleeps(candidates[index]) {
            // The same thread goes on if it can: the first execution that shows something shows it with few preemptions.
            if choice == nil || candidates[index].isCurrent { choice = index }
        }
        if let choice { findRaces(of: candidates[choice], after: execution, at: depth) }
        return choice
    }

    private func follow(
        _ branch: (step: Footprint, children: WakeupForest.Branches),
        among candidates: ContiguousArray<Candidate>, after execution: Execution
    ) -> Int? {
        planned = branch.children
        forced = branch.step.choices
        let choice = candidates.firstIndex { $0.thread == branch.step.thread && $0.isReady }
        if let choice { findRaces(of: candidates[choice], after: execution, at: execution.steps.count) }
        return choice
    }

    /// Adds a point, at which those sleep that slept at the point before and commute with the step that followed.
    private func addPoint(after execution: Execution) {
        let (first, end) = (points.last?.sleep ?? 0, sleeping.count)
        if let step = execution.steps.last {
            for place in first..<end
            where execution.independence.areIndependent(sleeping[place], step.footprint) {
                sleeping.append(sleeping[place])
            }
        }
        points.append(Point(sleep: end, branches: planned))
        planned = .none
    }

    /// Whether a candidate sleeps at the last point.
    private func sleeps(_ candidate: Candidate) -> Bool {
        guard let point = points.last else { return false }
        for place in point.sleep..<sleeping.count where sleeping[place].thread == candidate.thread {
            return true
        }
        return false
    }

    func choose(among count: Int, index: Int, in execution: Execution) -> Int {
        if index < forced.count { return min(forced[index], count - 1) }
        guard let step = execution.steps.last else { return 0 }
        for choice in 1..<count {
            var other = step.footprint
            other.choices = other.choices.replacing(index, by: choice)
            forest.add(other, to: &points[execution.steps.count - 1].branches)
        }
        return 0
    }

    // MARK: Looking back

    func noteStandstill(of candidates: ContiguousArray<Candidate>, after execution: Execution) {
        for candidate in candidates where !candidate.isReady {
            findRaces(of: candidate, after: execution, at: nil)
        }
    }

    /// Looks for the steps before which a candidate could have come.
    private func findRaces(of candidate: Candidate, after execution: Execution, at place: Int?) {
        let object = candidate.object._withUnsafeGuaranteedRef { $0.id }
        let footprint = Footprint(thread: candidate.thread, object: object, action: candidate.action)
        let seen = execution.seenBy(candidate.thread)
        let history = execution.history(of: object)
        let firstNew = races.count
        var index = history.count
        while index > 0 {
            index -= 1
            let step = history[index]
            if execution.hasSeen(seen, step) { continue }
            let action = execution.steps[step].footprint.action
            guard execution.independence.conflict(action, candidate.action, on: object) else { continue }
            // Only those between which nothing lies: the others come to light when these have changed places.
            if (firstNew..<races.count).contains(where: {
                races[$0].wasEnabled && execution.happened(step, before: races[$0].first)
            }) {
                continue
            }
            let isKnown = (index + 1..<history.count).allSatisfy {
                execution.happened(step, before: history[$0])
            }
            let wasEnabled = candidate.wouldBeEnabled(in: index) || candidate.isTimed
            if isKnown && !wasEnabled { continue }
            var clock = seen
            execution.join(&clock, before: footprint, without: step)
            races.append(
                Race(first: step, second: footprint, clock: clock, place: place, wasEnabled: wasEnabled))
        }
    }

    func end(_ execution: Execution, wasGivenUp: Bool) -> Bool {
        for race in races { plan(race, in: execution) }
        races.removeAll(keepingCapacity: true)
        forest.fell(&planned)
        while let last = points.indices.last {
            if last < execution.steps.count { sleeping.append(execution.steps[last].footprint) }
            points[last].explored += 1
            if points[last].branches != .none { return true }
            sleeping.removeSubrange(points[last].sleep...)
            points.removeLast()
        }
        return false
    }

    /// Plans an execution in which the second step of a race comes first.
    private func plan(_ race: Race, in execution: Execution) {
        sequel.steps.removeAll(keepingCapacity: true)
        for index in race.first + 1..<max(execution.steps.count, race.first + 1)
        where index != race.place && !execution.happened(race.first, before: index) {
            let step = execution.steps[index]
            sequel.steps.append(
                Sequel.Step(footprint: step.footprint, number: step.number, clock: step.clock))
        }
        // Which way it takes is open again: where it comes earlier, there may be others.
        sequel.steps.append(Sequel.Step(footprint: race.second, number: 0, clock: race.clock))
        let end = race.first + 1 < points.count ? points[race.first + 1].sleep : sleeping.count
        for place in points[race.first].sleep..<end
        where sequel.isWeakInitial(sleeping[place], execution.independence) != nil { return }
        forest.insert(&sequel, execution.independence, into: &points[race.first].branches)
    }
}
