import Events
import JSON

/// A timer: it fires in its time, unless it is cancelled first.
enum TimerKind: KindOfObject {
    static let schema = JSONValue.schema([JSONMember("stage", .schema(oneOf: TimerStage.self))])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .timer(let stage) = state else { return }
        writer.member("stage", stage.rawValue)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .timer(try json.name("stage"))
    }
}
