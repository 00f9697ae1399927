public import Events
public import JSON

/// All that is known of a kind of object outside the primitive itself, so that it stands in one file: how its states
/// are written and told, who enables whom, who holds it, and why its waits may never end.
package protocol KindOfObject {
    /// The JSON Schema of its states, as `openapi.yaml` has it.
    static var schema: JSONValue { get }

    /// Writes the members of a state of this kind.
    static func write(_ state: ObjectState, to writer: inout JSONWriter)

    /// A state of this kind from its JSON form.
    static func state(from json: JSONValue) throws(JSONError) -> ObjectState

    /// The threads that a state of this kind names, each with the member that does.
    static func threads(in state: ObjectState) -> [NamedThread]

    /// What an event made of an object of this kind, in a few words, where the action's name does not say it.
    static func remark(on event: TraceEvent) -> String?

    /// Whether it is taken and let go by one thread at a time.
    static var isLock: Bool { get }

    /// What the thread does that others wait for when they wait for such an object.
    static var possession: Possession { get }

    /// The thread that must act before anybody can go on who waits for an object in this state, if that is known.
    static func holder(in state: ObjectState) -> ThreadID?

    /// The holder, if nobody who waits for an object in this state can go on without it, whatever all others do.
    static func onlyHolder(in state: ObjectState) -> ThreadID?

    /// Whether there are states in which a thread must wait to do this.
    static func mayWait(_ action: Action) -> Bool

    /// Who enables whom.
    static func history() -> any ObjectHistory

    /// Who enables whom, as far as these edges tell.
    static func history(_ edges: OrderEdges) -> any ObjectHistory

    /// The histories of some objects of a trace, in their order; for a kind that has to look ahead.
    static func histories(
        of objects: [TraceObject], in trace: Trace, _ edges: OrderEdges
    ) -> [any ObjectHistory]

    /// What the past of an object says of those who wait at a standstill.
    static func memory() -> any WaitMemory
}

/// A thread as a part of a document names it.
package struct NamedThread {
    /// Where: `owner`, `waiting[1]`.
    package let member: String
    package let thread: ThreadID

    init(_ member: String, _ thread: ThreadID) {
        self.member = member
        self.thread = thread
    }

    /// The error if there is no such thread.
    var isUnknown: JSONError {
        .wrong(member: member, value: .integer(thread), reason: "no thread with this id was told of")
    }

    /// The threads of a list.
    static func list(_ member: String, _ threads: [ThreadID]) -> [NamedThread] {
        threads.enumerated().map { NamedThread("\(member)[\($0)]", $1) }
    }
}

/// What a thread has to do with an object that others wait for.
package enum Possession: String, Sendable {
    case holds, computes
    /// The object is the thread itself, which nobody can let go.
    case `is`
}

extension KindOfObject {
    package static func threads(in state: ObjectState) -> [NamedThread] { [] }
    package static func remark(on event: TraceEvent) -> String? { nil }
    package static var isLock: Bool { false }
    package static var possession: Possession { .holds }
    package static func holder(in state: ObjectState) -> ThreadID? { nil }
    package static func onlyHolder(in state: ObjectState) -> ThreadID? { nil }

    package static func history(_ edges: OrderEdges) -> any ObjectHistory {
        edges == .dependences ? ChainHistory() : history()
    }

    package static func histories(
        of objects: [TraceObject], in trace: Trace, _ edges: OrderEdges
    ) -> [any ObjectHistory] { objects.map { _ in history(edges) } }

    package static func memory() -> any WaitMemory { NoMemory() }
}

extension ObjectKind {
    /// What is known of this kind. Whoever adds a kind is told by the compiler to describe it, here; everything else
    /// that depends on kinds asks what this gives.
    package var model: any KindOfObject.Type {
        switch self {
        case .lock: LockKind.self
        case .rlock: RLockKind.self
        case .condition: ConditionKind.self
        case .semaphore: SemaphoreKind.self
        case .event: EventKind.self
        case .barrier: BarrierKind.self
        case .latch: LatchKind.self
        case .queue: QueueKind.self
        case .variable: VariableKind.self
        case .atomic: AtomicKind.self
        case .future: FutureKind.self
        case .pool: PoolKind.self
        case .timer: TimerKind.self
        case .thread: ThreadKind.self
        }
    }
}

extension ObjectState {
    /// Writes the state as `docs/trace-format.md` lists it for each kind of object.
    public func write(to writer: inout JSONWriter) {
        writer.object { kind.model.write(self, to: &$0) }
    }

    /// The thread that must act before anybody can go on who waits for the object, if that is known.
    package var holder: ThreadID? { kind.model.holder(in: self) }

    /// The holder, if nobody who waits for the object can go on without it.
    package var onlyHolder: ThreadID? { kind.model.onlyHolder(in: self) }

    /// A state of an object of this kind, from its JSON form.
    package init(_ kind: ObjectKind, json: JSONValue) throws(JSONError) {
        self = try kind.model.state(from: json)
    }
}
