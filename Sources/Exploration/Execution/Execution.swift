import Events
import Scheduling
import Threading

/// The steps of the execution that is going on, and which of them happened before which.
///
/// A step happens before another if both are of one thread, or act on one object and do not commute, or if a thread's
/// start or end lies between them; and so on from step to step.
///
/// One flow of control uses it, and no access to one property lies within another to the same.
final class Execution {
    @exclusivity(unchecked) private(set) var steps: ContiguousArray<Step> = []
    /// For each step, which steps happened before it, itself among them. Not in the steps, which can so be copied without
    /// counting references.
    @exclusivity(unchecked) private(set) var clocks: ContiguousArray<VectorClock> = []
    @exclusivity(unchecked) private(set) var independence = Independence()
    /// Whether any object has been learned of that nobody was told about.
    @exclusivity(unchecked) private var hasLearned = false
    /// For each object, the steps on it. Its `index`th past state is the one before the `index`th of them.
    @exclusivity(unchecked) private var history: ContiguousArray<ContiguousArray<Int>> = []
    /// For each object, who does what to it. What a step costs must not depend on how much has been done to its object.
    @exclusivity(unchecked) private(set) var chains: ContiguousArray<ContiguousArray<Chain>> = []
    /// What each thread has seen so far. Its own count is how many steps it has made.
    @exclusivity(unchecked) private var seen: ContiguousArray<VectorClock> = []
    /// How often a thread that could have gone on had to wait for another.
    @exclusivity(unchecked) private(set) var preemptions = 0
    /// How many of the kept steps have been done again.
    @exclusivity(unchecked) private(set) var replayed = 0
    /// For each of the first steps, the digest of all up to it.
    @exclusivity(unchecked) private var digests: ContiguousArray<UInt64> = []
    @exclusivity(unchecked) private(set) var spinDetector = SpinDetector()
    /// Why less is claimed than that everything was tried; of all executions so far.
    @exclusivity(unchecked) var bounds = Bounds()
    /// Looks for data races.
    @exclusivity(unchecked) var races = RaceWatch()

    /// One step.
    struct Step {
        var footprint: Footprint
        /// The thread's place in the order in which threads were made.
        let ordinal: Int
        let isPreemption: Bool
        let kind: ObjectKind
        /// The line from which it was done.
        let line: UInt
        /// Whether it changed nothing: it only looked, or its time was up.
        let isLook: Bool
        /// Where it is in its object's history.
        let place: Int
        /// The step before it of the same thread that did the same to the object; negative if there is none.
        let previous: Int
        /// How many steps before it on its object were more than looks.
        let changesBefore: Int
        /// Which of its thread's steps it is, from 1: its clock's count of the thread, which is asked for most often of all.
        let number: UInt16
    }

    /// The steps of one thread that do the same to one object.
    struct Chain {
        let thread: ThreadID
        let action: Action
        /// The last of them; negative if there is none.
        var last = -1
    }

    /// Begins again, with the first steps the same as before.
    func restart(keeping count: Int) {
        while steps.count > count {
            let last = steps.count - 1
            let object = steps[last].footprint.object
            history[object].removeLast()
            chains[object][chain(of: steps[last].footprint)].last = steps[last].previous
            steps.removeLast()
            clocks.removeLast()
        }
        if digests.count > count { digests.removeSubrange(count...) }
        for thread in seen.indices { seen[thread] = VectorClock() }
        spinDetector.restart()
        races.restart(keeping: count)
        replayed = 0
        preemptions = 0
    }

    /// Does the next of the kept steps again.
    func replay() {
        note(replayed)
        races.replay(replayed, by: steps[replayed].footprint.thread)
        replayed += 1
    }

    /// Adds a step.
    func append(
        _ candidate: Candidate, footprint: Footprint, isPreemption: Bool, kind: ObjectKind, line: UInt
    ) {
        let thread = footprint.thread
        grow(to: thread)
        var clock = seen[thread]
        let number = clock[thread] + 1
        join(&clock, before: footprint, without: nil)
        clock[thread] = number
        if races.isActive { watch(candidate, footprint, kind: kind, number: number) }
        let object = footprint.object
        let chain = chain(of: footprint)
        let (place, previous) = (history[object].count, chains[object][chain].last)
        chains[object][chain].last = steps.count
        var before = 0
        if let last = history[object].last {
            before = steps[last].changesBefore + (steps[last].isLook ? 0 : 1)
        }
        history[object].append(steps.count)
        clocks.append(clock)
        steps.append(
            Step(
                footprint: footprint, ordinal: candidate.ordinal, isPreemption: isPreemption,
                kind: kind, line: line, isLook: isLook(candidate), place: place, previous: previous,
                changesBefore: before, number: number))
        note(steps.count - 1)
        replayed = steps.count
    }

    /// Joins a clock with those of all steps that come before a step because they conflict with it.
    ///
    /// - Parameter first: a step that is thought away, with all that it happened before.
    func join(_ clock: inout VectorClock, before footprint: Footprint, without first: Int?) {
        let object = footprint.object
        // By their places: to go through the array itself would count a reference to it.
        for place in chains[object].indices {
            // Of one chain the last is enough, as it has seen the others.
            let chain = chains[object][place]
            guard chain.last >= 0, !hasSeen(clock, chain.last),
                independence.conflict(chain.action, footprint.action, on: object)
            else { continue }
            var index = chain.last
            if let first {
                while index >= 0, first == index || happened(first, before: index) {
                    index = steps[index].previous
                }
            }
            if index >= 0, !hasSeen(clock, index) { clock.join(clocks[index]) }
        }
    }

    /// Where the chain of a step is among those of its object.
    private func chain(of footprint: Footprint) -> Int {
        let object = footprint.object
        for place in chains[object].indices
        where chains[object][place].thread == footprint.thread
            && chains[object][place].action == footprint.action
        {
            return place
        }
        chains[object].append(Chain(thread: footprint.thread, action: footprint.action))
        return chains[object].count - 1
    }

    /// The steps on an object that conflict with an action and that a clock does not count, last to first.
    ///
    /// - Parameter unseen: where they are put, whatever was there before: whoever asks again and again keeps it.
    func find(
        _ unseen: inout ContiguousArray<Int>, by clock: VectorClock, on object: ObjectID,
        conflictingWith action: Action
    ) {
        unseen.removeAll(keepingCapacity: true)
        var chainsFound = 0
        for place in chains[object].indices {
            let chain = chains[object][place]
            guard chain.last >= 0, !hasSeen(clock, chain.last),
                independence.conflict(chain.action, action, on: object)
            else { continue }
            chainsFound += 1
            var index = chain.last
            while index >= 0, !hasSeen(clock, index) {
                unseen.append(index)
                index = steps[index].previous
            }
        }
        // Each chain is in order by itself.
        if chainsFound > 1 { unseen.sort(by: >) }
    }

    /// Takes note of a way that the last step took.
    func choose(_ choice: Int) { steps[steps.count - 1].footprint.choices.append(choice) }

    private func note(_ index: Int) {
        let footprint = steps[index].footprint
        let thread = footprint.thread
        grow(to: thread)
        spinDetector.note(footprint, line: steps[index].line, isLook: steps[index].isLook)
        seen[thread] = clocks[index]
        preemptions += steps[index].isPreemption ? 1 : 0
    }

    /// Takes note of an object on which somebody is about to act.
    func learn(_ object: GuardedObject) {
        if independence.knows(object.id) { return }
        independence.learn(object)
        if object.kind == .variable { races.activate(after: steps.count) }
        hasLearned = true
        while history.count <= object.id {
            history.append([])
            chains.append([])
        }
    }

    /// Tells others what has been learned of the objects since the last time.
    func shareKnowledge(with others: inout Independence) {
        if hasLearned { others.learn(from: independence) }
        hasLearned = false
    }

    /// Takes note that all a thread has seen so far, another has seen from now on.
    func pass(from source: ThreadID, to target: ThreadID) {
        grow(to: max(source, target))
        seen[target].join(seen[source])
        races.pass(from: source, to: target)
    }

    private func grow(to thread: ThreadID) {
        while seen.count <= thread { seen.append(VectorClock()) }
    }

    /// What a thread has seen so far.
    func seenBy(_ thread: ThreadID) -> VectorClock { thread < seen.count ? seen[thread] : VectorClock() }

    /// The steps on an object, first to last.
    func history(of object: ObjectID) -> ContiguousArray<Int> { history[object] }

    /// Whether what a candidate is about to do changes nothing: it only looks, or its time is up.
    private func isLook(_ candidate: Candidate) -> Bool {
        candidate.timesOut
            || independence.isLook(candidate.action, at: candidate.object._withUnsafeGuaranteedRef { $0.id })
    }

    /// Whether a candidate has looked in vain that often, and would do so again.
    func isSpinning(_ candidate: Candidate, bound: Int) -> Bool {
        spinDetector.count(candidate.thread) >= bound && isLook(candidate)
            && spinDetector.isVain(Footprint(of: candidate), line: candidate.line)
    }

    /// Whether a candidate has looked in vain that often, and would do so again if it came before a step on the same
    /// object.
    ///
    /// - Parameter isEnabled: whether its guard would hold there.
    func wouldSpin(_ candidate: Candidate, before place: Int, isEnabled: Bool, bound: Int) -> Bool {
        guard spinDetector.count(candidate.thread) >= bound, isLook(candidate) || !isEnabled else {
            return false
        }
        let footprint = Footprint(of: candidate)
        return spinDetector.isVain(
            footprint, line: candidate.line, version: steps[place].changesBefore)
    }

    /// Whether a step is among those that a clock counts.
    func hasSeen(_ clock: VectorClock, _ index: Int) -> Bool {
        clock[steps[index].footprint.thread] >= steps[index].number
    }

    /// Whether a step happened before another.
    func happened(_ first: Int, before second: Int) -> Bool {
        first != second && hasSeen(clocks[second], first)
    }

    /// A number that all executions have in common that differ only in the order of steps that commute.
    func digest() -> UInt64 {
        var digest = digests.last ?? 0
        for place in digests.count..<steps.count {
            let footprint = steps[place].footprint
            var bits = mixed(UInt64(footprint.thread) << 32 | UInt64(steps[place].number))
            bits = mixed(bits ^ UInt64(footprint.object) << 8 ^ UInt64(footprint.action.place))
            digest &+= mixed(
                bits ^ clocks[place].digest ^ UInt64(truncatingIfNeeded: footprint.choices.digest))
            digests.append(digest)
        }
        return digest
    }
}
