import Events
import JSON

/// An atomic variable: whoever sees a value comes after whoever stored it.
enum AtomicKind: KindOfObject {
    static let schema = JSONValue.schema([JSONMember("value", [:])])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .atomic(let value) = state else { return }
        writer.member("value", JSONValue(value))
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .atomic(try TraceValue(json: json, in: "value"))
    }

    static func remark(on event: TraceEvent) -> String? {
        guard case .atomic(let value) = event.state, value != event.value else { return nil }
        return "now \(String(decoding: JSONValue(value).serialized, as: UTF8.self))"
    }

    /// A comparison that finds another value does not wait for the right one.
    static func mayWait(_ action: Action) -> Bool { false }

    static func history() -> any ObjectHistory { AtomicHistory() }
}

/// What put the value there happens before whatever finds it: a load, an exchange, an addition, a comparison in vain. A
/// store finds nothing, and so comes after nobody; that is what synchronises in the memory models of C++ and Swift.
private struct AtomicHistory: ObjectHistory {
    private var last: Int32?

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        if event.phase == .wait || event.phase == .interrupt { return }
        if event.action != .store, let last { sources.append(last) }
        if event.phase == .done, event.action != .load { last = index }
    }
}
