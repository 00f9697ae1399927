import Events
import JSON

/// A timer: it fires in its time, unless it is cancelled first.
enum TimerKind: KindOfObject {
    static let schema = JSONValue.schema([JSONMember("stage", .schema(oneOf: TimerStage.self))])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .timer(let stage) = state else { return }
        writer.member("stage", stage.rawValue)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .timer(try json.name("stage"))
    }

    static func mayWait(_ action: Action) -> Bool { action == .wait }

    static func history() -> any ObjectHistory { TimerHistory() }
}

/// A cancellation happens before the end of the wait that it cuts short, and before whatever else finds the timer
/// cancelled; its firing before a cancellation that comes too late.
private struct TimerHistory: ObjectHistory {
    private var cancellation: Int32?
    private var firing: Int32?

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        guard event.phase == .done, case .timer(let stage) = event.state else { return }
        switch (stage, event.action) {
        case (.cancelled, _):
            if let cancellation {
                sources.append(cancellation)
            } else if event.action == .cancel {
                cancellation = index
            }
        case (.fired, .fire): firing = firing ?? index
        case (.fired, _): if let firing { sources.append(firing) }
        case (.pending, _): break
        }
    }
}
