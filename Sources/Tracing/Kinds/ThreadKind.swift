import Events
import JSON

/// A thread, as what a join waits for.
enum ThreadKind: KindOfObject {
    static let schema = JSONValue.schema([
        JSONMember("thread", .integerSchema), JSONMember("stage", .schema(oneOf: ThreadStage.self)),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .thread(let stage, let thread) = state else { return }
        writer.member("thread", thread)
        writer.member("stage", stage.rawValue)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .thread(try json.name("stage"), thread: try json.integer("thread"))
    }

    static let possession = Possession.is

    static func holder(in state: ObjectState) -> ThreadID? {
        if case .thread(.running, let thread) = state { thread } else { nil }
    }
}
