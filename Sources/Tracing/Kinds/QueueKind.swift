import Events
import JSON

/// A queue, of whichever order: items that are put and got.
enum QueueKind: KindOfObject {
    static let schema = JSONValue.schema([
        JSONMember(
            "items",
            [
                "type": "array", "items": ["type": "string"], "maxItems": .integer(ObjectState.shownItems),
            ]),
        JSONMember("size", .integerSchema), JSONMember("capacity", .integerOrNullSchema),
        JSONMember("unfinished", .integerSchema), JSONMember("shutDown", .flagSchema),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .queue(let items, let size, let capacity, let unfinished, let isShutDown) = state else {
            return
        }
        writer.name("items")
        writer.array(items) { $0.string($1) }
        writer.member("size", size)
        writer.member("capacity", capacity)
        writer.member("unfinished", unfinished)
        writer.member("shutDown", isShutDown)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        let items = try json.list("items") { (item) throws(JSONError) in
            guard case .string(let text) = item else { throw json.wrong("items") }
            return text
        }
        return .queue(
            items: items, size: try json.integer("size"), capacity: try json.number("capacity"),
            unfinished: try json.integer("unfinished"), isShutDown: try json.flag("shutDown"))
    }

    static func remark(on event: TraceEvent) -> String? {
        guard case .queue(_, let size, _, _, _) = event.state else { return nil }
        return size == 1 ? "1 item in it" : "\(size) items in it"
    }
}
