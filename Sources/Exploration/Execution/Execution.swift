import CooperativeEngine
import Threading

/// The steps of the execution that is going on, and which of them happened before which.
///
/// A step happens before another if both are of one thread, or act on one object and do not commute, or if a thread's
/// start or end lies between them; and so on from step to step.
struct Execution {
    private(set) var steps: ContiguousArray<Step> = []
    private(set) var independence = Independence()
    /// For each object, the steps on it. Its `index`th past state is the one before the `index`th of them.
    private var history: [ContiguousArray<Int>] = []
    /// What each thread has seen so far.
    private var seen: [VectorClock] = []
    /// How many steps each thread has made.
    private var counts: [Int32] = []
    /// How often a thread that could have gone on had to wait for another.
    private(set) var preemptions = 0

    /// One step.
    struct Step {
        var footprint: Footprint
        /// The thread's place in the order in which threads were made.
        let ordinal: Int
        /// Which of its thread's steps it is, from 1.
        let number: Int32
        let clock: VectorClock
        let isPreemption: Bool
        let kind: ObjectKind
    }

    /// Begins again, with the first steps the same as before.
    mutating func restart(keeping count: Int) {
        while steps.count > count, let step = steps.popLast() { history[step.footprint.object].removeLast() }
        for thread in seen.indices { seen[thread] = VectorClock() }
        for thread in counts.indices { counts[thread] = 0 }
        replayed = 0
        preemptions = 0
    }

    /// How many of the kept steps have been done again.
    private(set) var replayed = 0

    /// Does the next of the kept steps again.
    mutating func replay() {
        let step = steps[replayed]
        replayed += 1
        note(step)
    }

    /// Adds a step.
    mutating func append(_ candidate: Candidate, footprint: Footprint, isPreemption: Bool, kind: ObjectKind) {
        let thread = footprint.thread
        var clock = seenBy(thread)
        for index in history[footprint.object].reversed() {
            let other = steps[index]
            if clock[other.footprint.thread] >= other.number { continue }
            if independence.conflict(other.footprint.action, footprint.action, on: footprint.object) {
                clock.join(other.clock)
            }
        }
        let number = count(of: thread) + 1
        clock[thread] = number
        history[footprint.object].append(steps.count)
        let step = Step(
            footprint: footprint, ordinal: candidate.ordinal, number: number, clock: clock,
            isPreemption: isPreemption, kind: kind)
        steps.append(step)
        replayed = steps.count
        note(step)
    }

    /// Takes note of a way that the last step took.
    mutating func choose(_ choice: Int) { steps[steps.count - 1].footprint.choices.append(choice) }

    private mutating func note(_ step: Step) {
        let thread = step.footprint.thread
        grow(to: thread)
        seen[thread] = step.clock
        counts[thread] = step.number
        preemptions += step.isPreemption ? 1 : 0
    }

    /// Takes note of an object on which somebody is about to act.
    mutating func learn(_ object: GuardedObject) {
        independence.learn(object)
        while history.count <= object.id { history.append([]) }
    }

    /// Takes note that all a thread has seen so far, another has seen from now on.
    mutating func pass(from source: ThreadID, to target: ThreadID) {
        grow(to: max(source, target))
        seen[target].join(seen[source])
    }

    private mutating func grow(to thread: ThreadID) {
        while seen.count <= thread {
            seen.append(VectorClock())
            counts.append(0)
        }
    }

    func seenBy(_ thread: ThreadID) -> VectorClock { thread < seen.count ? seen[thread] : VectorClock() }
    private func count(of thread: ThreadID) -> Int32 { thread < counts.count ? counts[thread] : 0 }
    func history(of object: ObjectID) -> ContiguousArray<Int> { history[object] }

    /// Whether a step happened before another.
    func happened(_ first: Int, before second: Int) -> Bool {
        steps[second].clock[steps[first].footprint.thread] >= steps[first].number && first != second
    }

    /// A number that all executions have in common that differ only in the order of steps that commute.
    var digest: UInt64 {
        var digest: UInt64 = 0
        for step in steps {
            let footprint = step.footprint
            var bits = mixed(UInt64(footprint.thread) << 32 | UInt64(step.number))
            bits = mixed(bits ^ UInt64(footprint.object) << 8 ^ UInt64(footprint.action.place))
            digest &+= mixed(
                bits ^ step.clock.digest ^ UInt64(truncatingIfNeeded: footprint.choices.hashValueStable))
        }
        return digest
    }
}

extension Choices {
    /// The same in every process.
    var hashValueStable: Int { (0..<count).reduce(count) { $0 &* 257 &+ self[$1] } }
}
