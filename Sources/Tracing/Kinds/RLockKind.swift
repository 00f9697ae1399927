import Events
import JSON

/// A reentrant lock: held by one thread, as often as it has acquired it.
enum RLockKind: LockLike {
    static let schema = JSONValue.schema([
        JSONMember("owner", .integerOrNullSchema), JSONMember("count", .integerSchema),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .rlock(let owner, let count) = state else { return }
        writer.member("owner", owner)
        writer.member("count", count)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .rlock(owner: try json.number("owner"), count: try json.integer("count"))
    }

    static func remark(on event: TraceEvent) -> String? {
        guard case .rlock(_, let count) = event.state, count > 1 || (event.action == .release && count > 0)
        else { return nil }
        return "held \(count) times"
    }

    static func threads(in state: ObjectState) -> [NamedThread] {
        if case .rlock(let owner?, _) = state { [NamedThread("owner", owner)] } else { [] }
    }

    static func holder(in state: ObjectState) -> ThreadID? {
        if case .rlock(let owner, _) = state { owner } else { nil }
    }

    static func onlyHolder(in state: ObjectState) -> ThreadID? { holder(in: state) }
}
