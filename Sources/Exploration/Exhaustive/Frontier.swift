import Scheduling

/// Where an exhaustive search has yet to go: a tree of the points from which other steps remain to be tried. Several
/// workers may share it.
///
/// Whoever takes a branch from a point leaves its step behind, asleep: what begins with it need not be tried from other
/// branches. What the explored branch shows may still add plans to a later one, though, as long as the two commute. So
/// a branch is taken only if none of those that would sleep after it are still being explored. For one worker, which
/// explores a branch to its end before it takes the next, that is always so.
struct Frontier {
    private var points: ContiguousArray<Point> = []
    /// How one comes to each of them. Apart from the points, so that to follow the way counts no references.
    private var ways: ContiguousArray<Way> = []
    /// Points that are used no more.
    private var free: ContiguousArray<Int> = []
    private var forest = WakeupForest()
    /// The sequence that is being planned; kept for its memory.
    private var sequence = WakeupSequence()
    /// The points of an execution, from the first on; kept for its memory.
    private var chain: ContiguousArray<Int> = []
    /// What any worker has learned of the objects.
    private var independence = Independence()
    /// For each worker, the last branch that it has taken; nil before the first.
    private var tails: ContiguousArray<Branch?> = [nil]

    /// How one comes to a point.
    private struct Way {
        /// The branch that leads there; nil for the first point.
        var origin: Branch?
        /// The step that leads there, unless this is the first point.
        var step: Footprint?
        /// How many steps lead there.
        var depth = 0
    }

    /// A point at which one of several steps was chosen.
    private struct Point {
        /// What need not be tried: what slept at the point before, and then what was taken from here.
        var sleep: ContiguousArray<Sleeper> = []
        var inherited = 0
        /// What is still to be explored from here.
        var branches = WakeupForest.Branches.none
        /// How many points that follow on this one are there still, and executions.
        var followers = 0
    }

    /// A step that need not be tried.
    private struct Sleeper {
        let step: Footprint
        /// How many of the ways that it takes are still to be explored, or being explored.
        var underWay = 0
        /// Whether it turned out not to be possible at this point, so that nothing has been explored with it.
        var isImpossible = false
    }

    /// A branch that was taken: from which point, and as which of those that sleep there.
    private struct Branch {
        let point: Int
        let sleeper: Int
    }

    /// What a worker does next: goes a path, and from its end wherever it likes.
    struct Task {
        /// The steps to make.
        var path: ContiguousArray<Footprint> = []
        /// How many of them are the same as in the worker's last execution.
        var kept = 0
        /// From which step on nobody has gone this path before.
        var new = 0
        /// What sleeps at its end.
        var sleep: ContiguousArray<Footprint> = []
    }

    /// What a worker found in an execution.
    struct Report {
        /// What slept at the points after the path, those of one point after those of another.
        var sleeping: ContiguousArray<Footprint> = []
        /// Where the sleepers of each of these points begin.
        var starts: ContiguousArray<Int> = []
        /// Other ways that steps could have taken: at which step, and which.
        var ways: ContiguousArray<(place: Int, step: Footprint)> = []
        var races: ContiguousArray<Race> = []
        /// What could be done instead where the path's last step could not; nil if it could. The second step of a race
        /// is planned in the hope that it will be possible, where that cannot be known.
        var insteadOfLast: ContiguousArray<Footprint>?
    }

    /// Adds a worker, and gives its number. Number 0 is there from the beginning.
    mutating func addWorker() -> Int {
        tails.append(nil)
        return tails.count - 1
    }

    // MARK: Taking

    /// Something to do for a worker: the deepest branch on the path of its last execution, or else the shallowest
    /// anywhere, which is likely to be the largest. Nil if nothing can be done now.
    mutating func take(_ worker: Int) -> Task? {
        var next = tails[worker]?.point
        while let place = next {
            if canDescend(from: place) { return descend(worker, from: place, kept: ways[place].depth) }
            next = ways[place].origin?.point
        }
        // Others may do away with these points from now on.
        tails[worker] = nil
        let places = points.indices.filter { points[$0].branches != .none && canDescend(from: $0) }
        guard let place = places.min(by: { ways[$0].depth < ways[$1].depth }) else { return nil }
        return descend(worker, from: place, kept: 0)
    }

    /// Whether a point has a branch, and none of those that would sleep after it are still being explored.
    private func canDescend(from place: Int) -> Bool {
        guard let branch = forest.first(of: points[place].branches) else { return false }
        let sleepers = branch.sleeper ?? points[place].sleep.count
        return points[place].sleep[..<sleepers].allSatisfy {
            $0.underWay == 0 || !independence.areIndependent($0.step, branch.step)
        }
    }

    /// Takes the first branch from a point, and goes down as far as is planned.
    private mutating func descend(_ worker: Int, from first: Int, kept: Int) -> Task {
        var task = Task(kept: kept, new: ways[first].depth)
        trace(from: first)
        // With room for the usual plan: most of it is a few steps behind the point.
        task.path.reserveCapacity(chain.count + 8)
        for place in chain.dropFirst() { if let step = ways[place].step { task.path.append(step) } }
        var place = first
        while let taken = forest.takeFirst(of: &points[place].branches) {
            let sleeper = taken.sleeper ?? points[place].sleep.count
            if taken.sleeper == nil { points[place].sleep.append(Sleeper(step: taken.step, underWay: 1)) }
            points[place].followers += 1
            task.path.append(taken.step)
            let branch = Branch(point: place, sleeper: sleeper)
            task.sleep.removeAll(keepingCapacity: true)
            for other in points[place].sleep[..<sleeper]
            where !other.isImpossible && independence.areIndependent(other.step, taken.step) {
                task.sleep.append(other.step)
            }
            tails[worker] = branch
            if taken.children == .none { break }
            place = add(after: branch, by: taken.step, sleep: task.sleep[...])
            points[place].branches = taken.children
        }
        return task
    }

    /// Adds a point. That it follows on the one before has been counted already.
    private mutating func add(after origin: Branch?, by step: Footprint?, sleep: ArraySlice<Footprint>) -> Int
    {
        let place = free.popLast() ?? points.count
        if place == points.count {
            points.append(Point())
            ways.append(Way())
        }
        ways[place] = Way(origin: origin, step: step, depth: origin.map { ways[$0.point].depth + 1 } ?? 0)
        for step in sleep { points[place].sleep.append(Sleeper(step: step)) }
        points[place].inherited = sleep.count
        return place
    }

    /// Puts the points that lead to one into `chain`, and that one.
    private mutating func trace(from last: Int) {
        chain.removeAll(keepingCapacity: true)
        var next: Int? = last
        while let place = next {
            chain.append(place)
            next = ways[place].origin?.point
        }
        chain.reverse()
    }

    // MARK: Giving back

    /// Adds what a worker has found in an execution: points, other ways, and for each race a plan for its reversal.
    ///
    /// - Returns: false if the budget was spent before all was planned.
    mutating func add(_ report: Report, of execution: Execution, by worker: Int, within budget: Budget)
        -> Bool
    {
        execution.shareKnowledge(with: &independence)
        if let tail = tails[worker] {
            trace(from: tail.point)
        } else {
            chain.removeAll(keepingCapacity: true)
        }
        for depth in chain.indices.dropFirst() where depth <= execution.steps.count {
            ways[chain[depth]].step = execution.steps[depth - 1].footprint
        }
        for index in report.starts.indices where chain.count < execution.steps.count {
            let end = index + 1 < report.starts.count ? report.starts[index + 1] : report.sleeping.count
            let depth = chain.count
            let place = add(
                after: tails[worker], by: depth > 0 ? execution.steps[depth - 1].footprint : nil,
                sleep: report.sleeping[report.starts[index]..<end])
            points[place].sleep.append(
                Sleeper(step: execution.steps[depth].footprint.withoutChoices, underWay: 1))
            points[place].followers = 1
            tails[worker] = Branch(point: place, sleeper: points[place].sleep.count - 1)
            chain.append(place)
        }
        for way in report.ways {
            let place = chain[way.place]
            let last = way.place + 1 == chain.count
            guard let branch = last ? tails[worker] : ways[chain[way.place + 1]].origin else { continue }
            points[place].sleep[branch.sleeper].underWay += 1
            forest.add(way.step, sleeper: branch.sleeper, to: &points[place].branches)
        }
        var planned = 0
        for race in report.races {
            let place = race.first
            // A plan is made of all the steps that follow, so that very many of them take long.
            planned += 128 + max(0, execution.steps.count - place)
            if planned >= 8_192 {
                planned = 0
                if budget.isSpent { return false }
            }
            let isLast = place + 1 == chain.count
            // Who begins with the first step does not meet the second, if the run has ended by then.
            let passed = race.isWithEnd ? (isLast ? tails[worker] : ways[chain[place + 1]].origin) : nil
            plan(race, in: execution, at: chain[place], passing: passed?.sleeper)
        }
        if let tail = tails[worker] {
            if let others = report.insteadOfLast { plan(others, insteadOf: tail) }
            tails[worker] = finish(tail)
        }
        return true
    }

    /// Takes note that a branch has been explored, and so may be others on the way to it.
    ///
    /// - Returns: the nearest branch that leads to a point which is there still; nil if all has been explored.
    private mutating func finish(_ last: Branch) -> Branch? {
        var branch = last
        while true {
            let place = branch.point
            points[place].sleep[branch.sleeper].underWay -= 1
            points[place].followers -= 1
            guard points[place].followers == 0, points[place].branches == .none else { return branch }
            points[place].sleep.removeAll(keepingCapacity: true)
            free.append(place)
            guard let origin = ways[place].origin else { return nil }
            branch = origin
        }
    }

    /// Plans an execution in which the second step of a race comes first.
    ///
    /// - Parameter sleeper: a step that is to be tried after others, although it sleeps.
    private mutating func plan(_ race: Race, in execution: Execution, at place: Int, passing sleeper: Int?) {
        sequence.steps.removeAll(keepingCapacity: true)
        for index in race.first + 1..<max(execution.steps.count, race.first + 1)
        where index != race.place && !execution.happened(race.first, before: index) {
            let step = execution.steps[index]
            sequence.steps.append(
                WakeupSequence.Step(
                    footprint: step.footprint, number: step.number, clock: execution.clocks[index]))
        }
        // Which way it takes is open again: where it comes earlier, there may be others.
        sequence.steps.append(WakeupSequence.Step(footprint: race.second, number: 0, clock: race.clock))
        insertSequence(at: place, passing: sleeper)
    }

    /// Plans what can be done from a point instead of a step that turned out not to be possible there. Other plans may
    /// have been left out for its sake, since whoever went that way would have met them.
    private mutating func plan(_ others: ContiguousArray<Footprint>, insteadOf branch: Branch) {
        points[branch.point].sleep[branch.sleeper].isImpossible = true
        for step in others {
            sequence.steps.removeAll(keepingCapacity: true)
            sequence.steps.append(WakeupSequence.Step(footprint: step, number: 0, clock: VectorClock()))
            insertSequence(at: branch.point)
        }
    }

    /// Plans the sequence, unless it begins with something that need not be tried.
    private mutating func insertSequence(at place: Int, passing passed: Int? = nil) {
        let sleep = points[place].sleep
        for index in sleep.indices where index != passed && !sleep[index].isImpossible {
            if sequence.isWeakInitial(sleep[index].step, independence) != nil { return }
        }
        forest.insert(&sequence, independence, into: &points[place].branches)
    }

    // MARK: Estimating

    /// As if all branches that are known at a point were of the same size (Knuth: "Estimating the Efficiency of Backtrack
    /// Programs", 1975). Branches that later races add make it fall.
    func progress(of worker: Int) -> Double {
        guard let tail = tails[worker] else { return 1 }
        var lineage: [Int] = []
        var next: Int? = tail.point
        while let place = next {
            lineage.append(place)
            next = ways[place].origin?.point
        }
        var (seen, share) = (0.0, 1.0)
        for place in lineage.reversed() {
            let taken = points[place].sleep[points[place].inherited...]
            share /= Double(taken.count + forest.count(points[place].branches))
            seen += share * Double(taken.count { $0.underWay == 0 })
        }
        return min(seen, 1)
    }
}

/// Two steps that could have come in the other order.
struct Race {
    let first: Int
    let second: Footprint
    /// What will have happened before the second, if it comes without the first.
    let clock: VectorClock
    /// Where the second was; nil if it never came.
    let place: Int?
    /// Whether the second could have come right before the first.
    let wasEnabled: Bool
    /// Whether the second step never came because the run had ended, and the two need not conflict.
    var isWithEnd = false
}
