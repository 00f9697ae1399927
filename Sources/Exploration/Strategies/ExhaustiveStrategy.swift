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
    private var points: [Point] = []
    private var races: [Race] = []
    /// The planned steps after the last point.
    private var planned: [WakeupTree] = []
    private var forced = Choices()

    var isComplete: Bool { true }

    /// As if all branches that are known at a point were of the same size (Knuth: "Estimating the Efficiency of Backtrack
    /// Programs", 1975). Branches that later races add make it fall.
    var progress: Double? {
        var (seen, share) = (0.0, 1.0)
        for (index, point) in points.enumerated() {
            // On the way to the last point, a branch is under way.
            let underWay = index < points.count - 1 ? 1 : 0
            share /= Double(point.explored + point.branches.count + underWay)
            seen += share * Double(point.explored)
        }
        return min(seen, 1)
    }

    /// A point at which one of several steps was chosen.
    private struct Point {
        /// Steps that need not be tried: whatever begins with one of them has been explored.
        var sleep: [Footprint]
        /// What is still to be explored from here.
        var branches: [WakeupTree]
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
    }

    // MARK: Going forward

    func begin() -> Int { max(points.count - 1, 0) }

    func next(among candidates: ContiguousArray<Candidate>, after execution: Execution) -> Int? {
        let depth = execution.steps.count
        // Else the last point again, and from it the next branch.
        let isNew = depth == points.count
        if isNew { points.append(Point(sleep: sleepers(after: execution), branches: planned)) }
        planned = []
        while let branch = WakeupTree.takeFirst(of: &points[depth].branches) {
            if let choice = follow(branch, among: candidates, after: execution) { return choice }
        }
        planned = []
        forced = Choices()
        let sleep = points[depth].sleep
        let awake = candidates.indices.filter { index in
            candidates[index].isReady && !sleep.contains { $0.thread == candidates[index].thread }
        }
        // The same thread goes on if it can: the first execution that shows something shows it with few preemptions.
        let choice = awake.first { candidates[$0].isCurrent } ?? awake.first
        guard let choice else { return nil }
        if !isNew {
            // A branch was planned that turned out not to be possible. Others may have been left unplanned for its
            // sake, so whatever can be done from here takes its place.
            points[depth].branches = awake.filter { $0 != choice }.map {
                WakeupTree(Footprint(of: candidates[$0]))
            }
        }
        findRaces(of: candidates[choice], after: execution, at: depth)
        return choice
    }

    /// Whose step a branch begins with; nil if the step is not possible here, which could not be known when it was
    /// planned.
    private func follow(
        _ branch: WakeupTree, among candidates: ContiguousArray<Candidate>, after execution: Execution
    ) -> Int? {
        let choice = candidates.firstIndex { $0.thread == branch.step.thread && $0.isReady }
        guard let choice else { return nil }
        planned = branch.takeChildren()
        forced = branch.step.choices
        findRaces(of: candidates[choice], after: execution, at: execution.steps.count)
        return choice
    }

    /// Of those that slept at the point before, whoever commutes with the step that followed.
    private func sleepers(after execution: Execution) -> [Footprint] {
        guard let step = execution.steps.last, let point = points.last else { return [] }
        return point.sleep.filter { execution.independence.areIndependent($0, step.footprint) }
    }

    func choose(among count: Int, index: Int, in execution: Execution) -> Int {
        if index < forced.count { return min(forced[index], count - 1) }
        guard let step = execution.steps.last else { return 0 }
        for choice in 1..<count {
            var other = step.footprint
            other.choices = other.choices.replacing(index, by: choice)
            points[execution.steps.count - 1].branches.append(WakeupTree(other))
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
        let footprint = Footprint(of: candidate)
        let object = footprint.object
        let seen = execution.seenBy(candidate.thread)
        let history = execution.history(of: object)
        var found: [Int] = []
        for index in history.indices.reversed() {
            let step = execution.steps[history[index]]
            if seen[step.footprint.thread] >= step.number { continue }
            guard execution.independence.conflict(step.footprint.action, candidate.action, on: object) else {
                continue
            }
            // Only those between which nothing lies: the others come to light when these have changed places.
            if found.contains(where: { execution.happened(history[index], before: $0) }) { continue }
            let isKnown = history[(index + 1)...].allSatisfy {
                execution.happened(history[index], before: $0)
            }
            let wasEnabled = candidate.wouldBeEnabled(in: index) || candidate.isTimed
            if isKnown && !wasEnabled { continue }
            if wasEnabled { found.append(history[index]) }
            races.append(
                Race(
                    first: history[index], second: footprint,
                    clock: clock(of: footprint, seen, history, without: history[index], in: execution),
                    place: place))
        }
    }

    private func clock(
        of footprint: Footprint, _ seen: VectorClock, _ history: ContiguousArray<Int>, without first: Int,
        in execution: Execution
    ) -> VectorClock {
        var clock = seen
        for index in history where index != first && !execution.happened(first, before: index) {
            let step = execution.steps[index]
            if execution.independence.conflict(step.footprint.action, footprint.action, on: footprint.object)
            {
                clock.join(step.clock)
            }
        }
        return clock
    }

    func end(_ execution: Execution, wasGivenUp: Bool) -> Bool {
        for race in races { plan(race, in: execution) }
        races = []
        planned = []
        while let last = points.indices.last {
            if last < execution.steps.count { points[last].sleep.append(execution.steps[last].footprint) }
            points[last].explored += 1
            if !points[last].branches.isEmpty { return true }
            points.removeLast()
        }
        return false
    }

    /// Plans an execution in which the second step of a race comes first.
    private func plan(_ race: Race, in execution: Execution) {
        var steps: [Sequel.SequelStep] = []
        for index in execution.steps.indices.dropFirst(race.first + 1)
        where !execution.happened(race.first, before: index) && index != race.place {
            let step = execution.steps[index]
            steps.append(Sequel.SequelStep(footprint: step.footprint, number: step.number, clock: step.clock))
        }
        // Which way it takes is open again: where it comes earlier, there may be others.
        steps.append(Sequel.SequelStep(footprint: race.second, number: 0, clock: race.clock))
        let sequel = Sequel(steps: steps, independence: execution.independence)
        if points[race.first].sleep.contains(where: { sequel.isWeakInitial($0) != nil }) { return }
        WakeupTree.insert(sequel, into: &points[race.first].branches)
    }
}
