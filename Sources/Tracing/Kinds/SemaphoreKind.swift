import Events
import JSON

/// A semaphore: permits that are given and taken.
enum SemaphoreKind: KindOfObject {
    static let schema = JSONValue.schema([JSONMember("permits", .integerSchema)])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .semaphore(let permits) = state else { return }
        writer.member("permits", permits)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .semaphore(permits: try json.integer("permits"))
    }

    static func remark(on event: TraceEvent) -> String? {
        guard case .semaphore(let permits) = event.state else { return nil }
        return permits == 1 ? "1 permit left" : "\(permits) permits left"
    }
}
