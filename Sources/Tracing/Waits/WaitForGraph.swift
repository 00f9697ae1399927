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

    /// The locks that a thread holds, and the futures that it computes.
    public func holdings(of thread: ThreadID) -> [ObjectID] {
        states.keys.sorted().filter { object in
            holder(of: object) == thread && states[object]?.kind.model.possession != .is
        }
    }

    /// Every circle of threads that wait for one another. A thread waits for one object at a time, so each is in
    /// one circle at most.
    public var cycles: [[CycleLink]] {
        var cycles: [[CycleLink]] = []
        var seen: Set<ThreadID> = []
        for start in waits.keys.sorted() where !seen.contains(start) {
            var path: [CycleLink] = []
            var current: ThreadID? = start
            while let thread = current, seen.insert(thread).inserted, let object = waits[thread]?.object {
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
