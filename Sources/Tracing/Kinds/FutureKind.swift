import Events
import JSON

/// A future: a result that a thread computes, and others wait for.
enum FutureKind: KindOfObject {
    static let schema = JSONValue.schema([
        JSONMember("stage", .schema(oneOf: FutureStage.self)), JSONMember("runner", .integerOrNullSchema),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .future(let stage, let runner) = state else { return }
        writer.member("stage", stage.rawValue)
        writer.member("runner", runner)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .future(try json.name("stage"), runner: try json.number("runner"))
    }

    static let possession = Possession.computes

    static func holder(in state: ObjectState) -> ThreadID? {
        if case .future(_, let runner) = state { runner } else { nil }
    }
}
