public import Threading

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

/// One entry of a trace.
public struct TraceEvent: Sendable {
    /// Its position in the run's total order, which agrees with every object's own order.
    public var seq: Int
    /// When, in nanoseconds from the run's start; never less than the event before.
    public var atNs: Int64
    /// Who.
    public var thread: ThreadID
    /// What.
    public var action: Action
    /// On what; nil for what a thread does alone.
    public var object: ObjectID?
    /// How far.
    public var phase: Phase
    /// From which line of which file; nil for what no line of the program did.
    public var source: SourceLine?
    /// The object's state after it.
    public var state: ObjectState?
    /// What was read, written, put, got or printed.
    public var value: TraceValue

    /// An event with these properties.
    public init(
        seq: Int, atNs: Int64, thread: ThreadID, action: Action, object: ObjectID?, phase: Phase,
        source: SourceLine?, state: ObjectState?, value: TraceValue
    ) {
        self.seq = seq
        self.atNs = atNs
        self.thread = thread
        self.action = action
        self.object = object
        self.phase = phase
        self.source = source
        self.state = state
        self.value = value
    }
}

/// A line of a program.
public struct SourceLine: Sendable, CustomStringConvertible {
    private let origin: Origin
    /// The line, from 1.
    public let line: UInt

    /// A line that is recorded keeps the compiler's literal: making a text of it would cost more than the rest of
    /// the recording. One that is read from a document has only its text.
    private enum Origin {
        case recorded(StaticString)
        case read(String)
    }

    /// A line of a file; nil if there is none.
    public init?(file: StaticString, line: UInt) {
        if file.utf8CodeUnitCount == 0 { return nil }
        origin = .recorded(file)
        self.line = line
    }

    /// A line as `description` writes it; nil if it is none.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let line = UInt(text[text.index(after: colon)...]) else {
            return nil
        }
        origin = .read(String(text[..<colon]))
        self.line = line
    }

    /// The file, as `#fileID`: its module and its name.
    public var file: String {
        switch origin {
        case .recorded(let file): file.description
        case .read(let file): file
        }
    }

    /// `Scenarios/Deadlock.swift:31`.
    public var description: String { "\(file):\(line)" }

    /// Writes the description as a JSON text, without making a `String` of what the compiler has as bytes.
    func write(to writer: inout JSONWriter) {
        writer.quoted { writer in
            switch origin {
            case .recorded(let file): file.withUTF8Buffer { writer.escape($0) }
            case .read(var file): file.withUTF8 { writer.escape($0) }
            }
            writer.append(":")
            writer.digits(of: line)
        }
    }
}
