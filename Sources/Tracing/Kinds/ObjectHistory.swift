package import Events

/// What was done to one object so far, as far as it enables what will be done to it, or what will be found by whoever
/// looks at it: that a look, a try or a refusal has this answer and no other, somebody has brought about, unless it is
/// the answer that an object gives from the beginning.
package protocol ObjectHistory: Sendable {
    /// Takes an event on the object in, and appends the events that enabled it.
    ///
    /// - Parameter threads: what the run's threads did before this event.
    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32])
}

/// What each thread of a run did last, up to an event.
package struct ThreadProgress: Sendable {
    /// The last event of each thread, and whether it was the beginning of a wait.
    private var last: [ThreadID: (index: Int32, waits: Bool)] = [:]
    private var starts: [ThreadID: Int32] = [:]
    private var ends: [ThreadID: Int32] = [:]

    package init() {}

    /// The thread's last event.
    package func last(of thread: ThreadID) -> Int32? { last[thread]?.index }

    /// Whether the thread was blocked until its event that comes now.
    func hasWaited(_ thread: ThreadID) -> Bool { last[thread]?.waits ?? false }

    /// The thread's start, with which its starter's past has come over.
    func start(of thread: ThreadID) -> Int32? { starts[thread] }

    /// The ends of all threads that have ended, except of some.
    func ends(except threads: Set<ThreadID>) -> [Int32] {
        ends.filter { !threads.contains($0.key) }.map(\.value).sorted()
    }

    /// The thread's end. Should an engine tell of it after the join, it was the thread's last event before that.
    func end(of thread: ThreadID) -> Int32? { ends[thread] ?? last(of: thread) }

    /// Takes an event in.
    package mutating func add(_ event: TraceEvent, at index: Int32) {
        if event.action == .start, event.phase == .done { starts[event.thread] = index }
        if event.action == .end { ends[event.thread] = index }
        last[event.thread] = (index, event.phase == .wait)
    }
}

/// Which of the edges of happens-before are wanted.
package enum OrderEdges: Sendable {
    /// All of them.
    case all
    /// Without those from a lock's release to the next acquire: which of two threads has a lock first is chance,
    /// everything else here is not.
    case withoutLocks
    /// What a run that only gives locks another order cannot change: as `withoutLocks`, and each read of a variable
    /// after the write that it read, and what happened to any other object in the order in which it happened.
    case dependences
}

/// An object that orders nothing.
package struct NoHistory: ObjectHistory {
    package init() {}

    package func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {}
}

/// An object of which each action depends on the one before.
struct ChainHistory: ObjectHistory {
    private var previous: Int32?

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        if event.phase == .wait || event.phase == .interrupt { return }
        if let previous { sources.append(previous) }
        previous = index
    }
}
