import Events
import JSON

/// A condition: threads that wait to be notified.
enum ConditionKind: KindOfObject {
    static let schema = JSONValue.schema([
        JSONMember("waiting", .integersSchema), JSONMember("notified", .integersSchema),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .condition(let waiting, let notified) = state else { return }
        writer.member("waiting", JSONValue(waiting))
        writer.member("notified", JSONValue(notified))
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .condition(waiting: try json.integers("waiting"), notified: try json.integers("notified"))
    }
}
