import Events
import JSON

/// A variable that threads share: nobody ever waits for it.
enum VariableKind: KindOfObject {
    static let schema = JSONValue.schema([JSONMember("value", [:])])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .variable(let value) = state else { return }
        writer.member("value", JSONValue(value))
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .variable(TraceValue(json: try json.member("value")))
    }
}
