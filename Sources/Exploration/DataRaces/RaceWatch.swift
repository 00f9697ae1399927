import Events
import Threading

/// Looks for data races in an execution while it goes on: accesses of a variable by two threads, one of them a write, that
/// no synchronisation orders. The clocks of the search will not do for that, as they order any two steps that conflict, and
/// so these accesses themselves.
///
/// What it finds are suspicions. Whatever races is among them, as it goes by fewer edges than the analysis of a trace does
/// (`SynchronizationOrder`), and otherwise just as that one: FastTrack (Flanagan and Freund, PLDI 2009). Where it knows all
/// edges, each suspicion is a race. An execution in which something new is suspected is run once more with a trace, and
/// what the analysis says of that trace is reported, and nothing else.
///
/// It does nothing before a variable is met: what was before has no access that could race.
struct RaceWatch {
    private(set) var isActive = false
    /// The accesses of the present execution that may race.
    private(set) var suspicions: ContiguousArray<Suspicion> = []
    /// For each step from which line it was done, if it is an access of a variable that a trace shows.
    private var sites: ContiguousArray<Int?> = []
    /// For each step what its thread had come after by then, and the step itself.
    private var clocks: ContiguousArray<VectorClock> = []
    /// For each thread what it has come after so far.
    private var seen: ContiguousArray<VectorClock> = []
    /// By object.
    private var memories: ContiguousArray<ObjectMemory> = []
    /// What the objects were like before steps that have changed something, to go back to.
    private var undo: ContiguousArray<Change> = []
    /// All pairs of places that were ever suspected, and the simplest execution in which each is known to race.
    private var numbers: [RacePlace: Int] = [:]
    private(set) var places: ContiguousArray<(place: RacePlace, simplest: Simplicity)> = []

    /// Two accesses that may race.
    struct Suspicion {
        let first: Int
        let second: Int
        /// The number of their places.
        let place: Int
    }

    private struct Change {
        let step: Int
        let object: ObjectID
        let memory: ObjectMemory
    }

    /// Begins to look, at an execution that has so many steps.
    mutating func activate(after count: Int) {
        if isActive { return }
        isActive = true
        for _ in clocks.count..<count {
            clocks.append(VectorClock())
            sites.append(nil)
        }
    }

    /// Begins again, with the first steps the same as before.
    mutating func restart(keeping count: Int) {
        guard isActive else { return }
        while let last = undo.last, last.step >= count {
            memories[last.object] = last.memory
            undo.removeLast()
        }
        while let last = suspicions.last, last.second >= count { suspicions.removeLast() }
        if clocks.count > count {
            clocks.removeSubrange(count...)
            sites.removeSubrange(count...)
        }
        for thread in seen.indices { seen[thread] = VectorClock() }
    }

    /// Does a kept step again.
    mutating func replay(_ step: Int, by thread: ThreadID) {
        guard isActive else { return }
        grow(to: thread)
        seen[thread] = clocks[step]
    }

    /// Takes note that all a thread has seen so far, another has seen from now on.
    mutating func pass(from source: ThreadID, to target: ThreadID) {
        guard isActive else { return }
        grow(to: max(source, target))
        seen[target].join(seen[source])
    }

    private mutating func grow(to thread: ThreadID) {
        while seen.count <= thread { seen.append(VectorClock()) }
    }

    // MARK: Adding a step

    /// What a thread comes after that is about to make a step, apart from what the step finds.
    mutating func clock(of thread: ThreadID) -> VectorClock {
        grow(to: thread)
        return seen[thread]
    }

    /// What a thread has come after so far that somebody finds ended, or running.
    func clock(ofOther thread: ThreadID) -> VectorClock {
        thread < seen.count ? seen[thread] : VectorClock()
    }

    /// What whoever comes after a step takes over.
    func clock(after step: Int) -> VectorClock { clocks[step] }

    /// What is remembered of an object.
    mutating func memory(of object: ObjectID) -> ObjectMemory {
        while memories.count <= object { memories.append(ObjectMemory()) }
        return memories[object]
    }

    /// Adds a step.
    mutating func append(
        _ clock: VectorClock, of thread: ThreadID, on object: ObjectID, remembering memory: ObjectMemory,
        from site: Int?
    ) {
        if memory != memories[object] {
            undo.append(Change(step: clocks.count, object: object, memory: memories[object]))
            memories[object] = memory
        }
        seen[thread] = clock
        clocks.append(clock)
        sites.append(site)
    }

    /// Takes note of two accesses that may race.
    mutating func suspect(_ first: Int, _ second: Int, from site: Int, on object: ObjectID) {
        guard let other = sites[first] else { return }
        let place = RacePlace(object: object, sites: (other, site))
        var number = numbers[place]
        if number == nil {
            number = places.count
            numbers[place] = number
            places.append((place, .none))
        }
        if let number { suspicions.append(Suspicion(first: first, second: second, place: number)) }
    }

    // MARK: Looking back

    /// Whether a step is an access of a variable that a trace shows.
    func isAccess(_ step: Int) -> Bool { sites[step] != nil }

    /// The steps that a trace shows as accesses of a variable, in their order.
    var accesses: [Int] { sites.indices.filter { sites[$0] != nil } }

    /// Whether an execution is simpler than all that are known in which the same races that is suspected here.
    func isNews(_ simplicity: Simplicity) -> Bool {
        suspicions.contains { simplicity < places[$0.place].simplest }
    }

    /// Takes note of what others have found out.
    mutating func learn(from others: [RacePlace: Simplicity]) {
        for (place, simplicity) in others {
            guard let number = numbers[place] else { continue }
            places[number].simplest = min(places[number].simplest, simplicity)
        }
    }

    /// Where two accesses were.
    func place(of first: Int, and second: Int, on object: ObjectID) -> RacePlace? {
        guard let one = sites[first], let other = sites[second] else { return nil }
        return RacePlace(object: object, sites: (one, other))
    }
}

/// A variable, and the two lines from which it is accessed.
struct RacePlace: Hashable {
    private let object: ObjectID
    private let low: Int
    private let high: Int

    init(object: ObjectID, sites: (Int, Int)) {
        self.object = object
        (low, high) = (min(sites.0, sites.1), max(sites.0, sites.1))
    }
}

/// How simple an execution is: the fewer preemptions the simpler, and of those with as many the shorter.
struct Simplicity: Comparable {
    let preemptions: Int
    let steps: Int

    /// Everything is simpler.
    static let none = Simplicity(preemptions: .max, steps: .max)

    static func < (left: Simplicity, right: Simplicity) -> Bool {
        (left.preemptions, left.steps) < (right.preemptions, right.steps)
    }
}
