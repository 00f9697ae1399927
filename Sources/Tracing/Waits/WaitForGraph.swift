public import Events

/// Who held what, and who waited for what, at one moment of a trace.
public struct WaitForGraph: Sendable {
    /// The last event of each thread that was waiting for an object then.
    public private(set) var waits: [ThreadID: TraceEvent] = [:]
    /// The last known state of each object then.
    public private(set) var states: [ObjectID: ObjectState] = [:]

    /// The graph just before the event with this `seq`.
    public init(of trace: Trace, before seq: Int) {
        for event in trace.events.prefix(while: { $0.seq < seq }) {
            waits[event.thread] = event.phase == .wait && event.object != nil ? event : nil
            if let object = event.object, let state = event.state { states[object] = state }
        }
    }

    /// The thread that must act before anybody can go on who waits for the object, if that is known.
    public func holder(of object: ObjectID) -> ThreadID? {
        states[object]?.holder
    }

    /// The holder of an object, if nobody who waits for the object can go on without it.
    package func onlyHolder(of object: ObjectID) -> ThreadID? { states[object]?.onlyHolder }

    /// Whether nobody outside of a circle of waits can end one of them.
    public func isClosed(_ cycle: [CycleLink]) -> Bool {
        cycle.allSatisfy { onlyHolder(of: $0.waitsFor) != nil }
    }

    /// Whether a thread waits, and for ever unless somebody ends the wait.
    private func waitsForEver(_ thread: ThreadID) -> Bool {
        waits[thread].map { $0.timeoutNs == nil } ?? false
    }

    /// The threads whose waits lead into a circle, those in it included.
    package func threads(leadingInto cycles: [[CycleLink]]) -> Set<ThreadID> {
        var found = Set(cycles.joined().map(\.thread))
        if found.isEmpty { return found }
        for start in waits.keys.sorted() {
            var path: Set<ThreadID> = []
            var current: ThreadID? = start
            while let thread = current, path.insert(thread).inserted {
                if found.contains(thread) {
                    found.formUnion(path)
                    break
                }
                current = waits[thread]?.object.flatMap(holder)
            }
        }
        return found
    }

    /// The locks that a thread holds, and the futures that it computes.
    public func holdings(of thread: ThreadID) -> [ObjectID] {
        states.keys.sorted().filter { object in
            holder(of: object) == thread && states[object]?.kind.model.possession != .is
        }
    }

    /// Every circle of threads that wait for one another, none of them with a deadline. A thread waits for one object at
    /// a time, so each is in one circle at most.
    public var cycles: [[CycleLink]] {
        var cycles: [[CycleLink]] = []
        var seen: Set<ThreadID> = []
        for start in waits.keys.sorted() where !seen.contains(start) {
            var path: [CycleLink] = []
            var current: ThreadID? = start
            while let thread = current, waitsForEver(thread), seen.insert(thread).inserted,
                let object = waits[thread]?.object
            {
                path.append(CycleLink(thread: thread, holds: holdings(of: thread), waitsFor: object))
                current = holder(of: object)
            }
            if let first = path.firstIndex(where: { $0.thread == current }) {
                cycles.append(Array(path[first...]))
            }
        }
        return cycles
    }
}

/// One thread of a circle of threads that wait for one another.
public struct CycleLink: Sendable, Hashable {
    /// The thread.
    public var thread: ThreadID
    /// What it holds.
    public var holds: [ObjectID]
    /// What it waits for, which the next thread of the circle holds.
    public var waitsFor: ObjectID

    /// A link with these parts.
    public init(thread: ThreadID, holds: [ObjectID], waitsFor: ObjectID) {
        self.thread = thread
        self.holds = holds
        self.waitsFor = waitsFor
    }
}
