import Events
import JSON

/// A lock: held by one thread, once.
enum LockKind: LockLike {
    static let schema = JSONValue.schema(
        [JSONMember("owner", .integerOrNullSchema), JSONMember("count", .integerSchema)],
        optional: [JSONMember("scoped", ["const": .bool(true)])])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .lock(let owner, let isScoped) = state else { return }
        writer.member("owner", owner)
        writer.member("count", owner == nil ? 0 : 1)
        if isScoped { writer.member("scoped", JSONValue.bool(true)) }
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        let owner = try json.number("owner")
        guard try json.integer("count") == (owner == nil ? 0 : 1) else {
            throw json.wrong("count", "a lock that is no rlock is held once, or not at all")
        }
        return .lock(owner: owner, isScoped: json["scoped"] == nil ? false : try json.flag("scoped"))
    }

    static func threads(in state: ObjectState) -> [NamedThread] {
        if case .lock(let owner?, _) = state { [NamedThread("owner", owner)] } else { [] }
    }

    static func holder(in state: ObjectState) -> ThreadID? {
        if case .lock(let owner, _) = state { owner } else { nil }
    }

    static func onlyHolder(in state: ObjectState) -> ThreadID? {
        if case .lock(let owner, true) = state { owner } else { nil }
    }
}
