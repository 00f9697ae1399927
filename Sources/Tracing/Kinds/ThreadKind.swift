import Events
import JSON

/// A thread, as what a join waits for.
enum ThreadKind: KindOfObject {
    static let schema = JSONValue.schema([
        JSONMember("thread", .integerSchema), JSONMember("stage", .schema(oneOf: ThreadStage.self)),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .thread(let stage, let thread) = state else { return }
        writer.member("thread", thread)
        writer.member("stage", stage.rawValue)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .thread(try json.name("stage"), thread: try json.integer("thread"))
    }

    static let possession = Possession.is

    static func holder(in state: ObjectState) -> ThreadID? {
        if case .thread(.running, let thread) = state { thread } else { nil }
    }

    static func mayWait(_ action: Action) -> Bool { action == .join }

    static func history() -> any ObjectHistory { JoinHistory() }

    static func history(_ edges: OrderEdges) -> any ObjectHistory { history() }
}

/// A thread's end happens before the end of a join.
private struct JoinHistory: ObjectHistory {
    func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        guard event.action == .join, event.phase == .done, case .thread(.ended, let thread) = event.state,
            let end = threads.end(of: thread)
        else { return }
        sources.append(end)
    }
}
