import Events
import JSON

/// A future: a result that a thread computes, and others wait for.
enum FutureKind: KindOfObject {
    static let schema = JSONValue.schema([
        JSONMember("stage", .schema(oneOf: FutureStage.self)), JSONMember("runner", .integerOrNullSchema),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .future(let stage, let runner) = state else { return }
        writer.member("stage", stage.rawValue)
        writer.member("runner", runner)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .future(try json.name("stage"), runner: try json.number("runner"))
    }

    static func threads(in state: ObjectState) -> [NamedThread] {
        if case .future(_, let runner?) = state { [NamedThread("runner", runner)] } else { [] }
    }

    static let possession = Possession.computes

    static func holder(in state: ObjectState) -> ThreadID? {
        if case .future(_, let runner) = state { runner } else { nil }
    }

    static func mayWait(_ action: Action) -> Bool { action == .get }

    static func history() -> any ObjectHistory { FutureHistory() }
}

/// What ends a future happens before whatever finds it ended: a get, a callback, a look. The beginning of its computation
/// happens before whatever finds it running: a look, a cancellation that fails, a second beginning.
private struct FutureHistory: ObjectHistory {
    private var begin: Int32?
    private var end: Int32?

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        guard case .future(let stage, _) = event.state else { return }
        switch stage {
        case .pending: break
        case .running: addRunning(event, at: index, to: &sources)
        case .finished, .failed, .cancelled:
            if let end {
                sources.append(end)
            } else if event.phase == .done, event.action == .finish || event.action == .cancel {
                end = index
            }
        }
    }

    private mutating func addRunning(_ event: TraceEvent, at index: Int32, to sources: inout [Int32]) {
        switch (event.action, event.phase) {
        case (.begin, .done): begin = index
        case (.inspect, .done), (.cancel, .done), (.begin, .refused):
            if let begin { sources.append(begin) }
        default: break
        }
    }
}
