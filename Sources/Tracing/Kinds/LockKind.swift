import Events
import JSON

/// A lock: held by one thread, once.
enum LockKind: LockLike {
    static let schema = JSONValue.schema([
        JSONMember("owner", .integerOrNullSchema), JSONMember("count", .integerSchema),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .lock(let owner) = state else { return }
        writer.member("owner", owner)
        writer.member("count", owner == nil ? 0 : 1)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        let owner = try json.number("owner")
        guard try json.integer("count") == (owner == nil ? 0 : 1) else {
            throw json.wrong("count", "a lock that is no rlock is held once, or not at all")
        }
        return .lock(owner: owner)
    }

    static func holder(in state: ObjectState) -> ThreadID? {
        if case .lock(let owner) = state { owner } else { nil }
    }
}
