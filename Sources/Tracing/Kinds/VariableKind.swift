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
        .variable(try TraceValue(json: json, in: "value"))
    }

    static func mayWait(_ action: Action) -> Bool { false }

    static func history() -> any ObjectHistory { NoHistory() }

    static func history(_ edges: OrderEdges) -> any ObjectHistory {
        edges == .dependences ? VariableDependences() : history()
    }
}

/// A variable whose reads depend on the write that they read.
private struct VariableDependences: ObjectHistory {
    private var write: Int32?

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        guard event.phase == .done else { return }
        switch event.action {
        case .write: write = index
        case .read, .inspect: if let write { sources.append(write) }
        default: break
        }
    }
}
