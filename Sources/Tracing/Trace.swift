public import Events
import Threading

/// What every thread of a run did. `docs/trace-format.md` describes its JSON form.
public struct Trace: Sendable {
    /// The threads that were started, in the order of their numbers; 0 is the main thread.
    public var threads: [TraceThread]
    /// The objects, in the order of their numbers.
    public var objects: [TraceObject]
    /// The events, in the order of `seq`.
    public var events: [TraceEvent]
    /// How many events were dropped from the beginning, because there were more than the run's limit.
    public var truncated: Int

    /// A trace of these parts.
    public init(threads: [TraceThread], objects: [TraceObject], events: [TraceEvent], truncated: Int) {
        self.threads = threads
        self.objects = objects
        self.events = events
        self.truncated = truncated
    }

    /// A thread's name, for a message.
    public func name(ofThread id: ThreadID) -> String {
        threads.first { $0.id == id }?.name ?? "thread \(id)"
    }

    /// An object's name, for a message.
    public func name(ofObject id: ObjectID) -> String {
        objects.indices.contains(id) ? objects[id].name : "object \(id)"
    }

    /// An event's line in brackets, for a message; nothing if it has none.
    package func place(_ event: TraceEvent) -> String { event.source.map { " (\($0))" } ?? "" }
}

/// A thread of a trace.
public struct TraceThread: Sendable, Hashable {
    /// Its number in the run.
    public var id: ThreadID
    /// Its name.
    public var name: String
    /// The thread that made it; nil for the main thread.
    public var parent: ThreadID?
    /// Whether the run may end without it.
    public var daemon: Bool
    /// The process it ran in.
    public var pid: Int
    /// The kernel's number for it; nil if it never came to run.
    public var tid: Int?

    /// A thread with these properties.
    public init(id: ThreadID, name: String, parent: ThreadID?, daemon: Bool, pid: Int, tid: Int?) {
        self.id = id
        self.name = name
        self.parent = parent
        self.daemon = daemon
        self.pid = pid
        self.tid = tid
    }
}

/// An object of a trace.
public struct TraceObject: Sendable, Hashable {
    /// Its number in the run.
    public var id: ObjectID
    /// What it is.
    public var kind: ObjectKind
    /// Its name.
    public var name: String

    /// An object with these properties.
    public init(id: ObjectID, kind: ObjectKind, name: String) {
        self.id = id
        self.kind = kind
        self.name = name
    }
}
