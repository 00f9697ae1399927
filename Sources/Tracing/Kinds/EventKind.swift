import Events
import JSON

/// An event: a flag to wait for.
enum EventKind: KindOfObject {
    static let schema = JSONValue.schema([JSONMember("isSet", .flagSchema)])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .event(let isSet) = state else { return }
        writer.member("isSet", isSet)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .event(isSet: try json.flag("isSet"))
    }
}
