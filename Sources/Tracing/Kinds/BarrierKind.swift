import Events
import JSON

/// A barrier: so many threads meet at it, phase after phase.
enum BarrierKind: KindOfObject {
    static let schema = JSONValue.schema([
        JSONMember("waiting", .integerSchema), JSONMember("parties", .integerSchema),
        JSONMember("phase", .integerSchema), JSONMember("broken", .flagSchema),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .barrier(let waiting, let parties, let phase, let isBroken) = state else { return }
        writer.member("waiting", waiting)
        writer.member("parties", parties)
        writer.member("phase", phase)
        writer.member("broken", isBroken)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .barrier(
            waiting: try json.integer("waiting"), parties: try json.integer("parties"),
            phase: try json.integer("phase"), isBroken: try json.flag("broken"))
    }
}
