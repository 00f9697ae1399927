package import Events
import Threading
package import Tracing

/// Writes a trace down by hand, an event a line.
package struct TraceBuilder {
    package private(set) var trace = Trace(threads: [], objects: [], events: [], truncated: 0)
    private let file: StaticString
    private var now: Int64 = 0

    /// A trace whose events are from lines of this file.
    package init(file: StaticString = "Scenarios/Test.swift") { self.file = file }

    package mutating func thread(_ name: String, parent: ThreadID? = nil, daemon: Bool = false) -> ThreadID {
        let id = trace.threads.count
        trace.threads.append(
            TraceThread(id: id, name: name, parent: parent, daemon: daemon, pid: 4100, tid: 4101 + id))
        return id
    }

    package mutating func object(_ kind: ObjectKind, _ name: String) -> ObjectID {
        trace.objects.append(TraceObject(id: trace.objects.count, kind: kind, name: name))
        return trace.objects.count - 1
    }

    /// An event so many nanoseconds after the one before it.
    @discardableResult
    package mutating func event(
        _ thread: ThreadID, _ action: Action, _ object: ObjectID? = nil, _ phase: Phase = .done,
        line: UInt? = nil, state: ObjectState? = nil, value: TraceValue = .none, timeoutNs: Int64? = nil,
        after: Int64 = 10_000
    ) -> Int {
        now += after
        let seq = trace.truncated + trace.events.count
        trace.events.append(
            TraceEvent(
                seq: seq, atNs: now, thread: thread, action: action, object: object, phase: phase,
                source: line.flatMap { SourceLine(file: file, line: $0) }, state: state, value: value,
                timeoutNs: timeoutNs))
        return seq
    }

    /// The start of a thread by another.
    package mutating func start(_ thread: ThreadID, by starter: ThreadID? = nil, line: UInt? = nil) {
        event(thread, .start, line: line, value: starter.map { .integer($0) } ?? .none)
    }

    /// A thread takes a lock, for a scoped section unless it says otherwise.
    @discardableResult
    package mutating func acquire(
        _ thread: ThreadID, _ lock: ObjectID, line: UInt = 1, isScoped: Bool = true, timeoutNs: Int64? = nil
    ) -> Int {
        event(
            thread, .acquire, lock, line: line, state: .lock(owner: thread, isScoped: isScoped),
            timeoutNs: timeoutNs)
    }

    /// A thread lets a lock go.
    @discardableResult
    package mutating func release(_ thread: ThreadID, _ lock: ObjectID, line: UInt = 2) -> Int {
        event(thread, .release, lock, line: line, state: .lock(owner: nil))
    }

    /// A thread begins to wait for a lock that another holds.
    @discardableResult
    package mutating func want(
        _ thread: ThreadID, _ lock: ObjectID, heldBy owner: ThreadID, line: UInt = 3, isScoped: Bool = true,
        timeoutNs: Int64? = nil
    ) -> Int {
        event(
            thread, .acquire, lock, .wait, line: line, state: .lock(owner: owner, isScoped: isScoped),
            timeoutNs: timeoutNs)
    }

    /// A thread prints a line.
    package mutating func output(_ thread: ThreadID, _ text: String, line: UInt) {
        event(thread, .output, line: line, value: .text(text))
    }
}
