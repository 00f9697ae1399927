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

    /// None that has yet to start: a trace has only those that were started.
    static func threads(in state: ObjectState) -> [NamedThread] {
        switch state {
        case .thread(.running, let thread), .thread(.ended, let thread): [NamedThread("thread", thread)]
        default: []
        }
    }

    static let possession = Possession.is

    static func holder(in state: ObjectState) -> ThreadID? {
        if case .thread(.running, let thread) = state { thread } else { nil }
    }

    static func onlyHolder(in state: ObjectState) -> ThreadID? { holder(in: state) }

    static func mayWait(_ action: Action) -> Bool { action == .join }

    static func history() -> any ObjectHistory { LifeHistory() }

    static func history(_ edges: OrderEdges) -> any ObjectHistory { history() }
}

/// A thread's end happens before the end of a join, and before each look that finds it ended; its start before each look
/// that finds it running, a join that gives up, and a second start, which is refused.
private struct LifeHistory: ObjectHistory {
    func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        guard case .thread(let stage, let thread) = event.state else { return }
        switch (event.action, event.phase, stage) {
        case (.inspect, .done, _) where event.value != .none: add(event.value, threads, to: &sources)
        case (.join, .done, .ended), (.inspect, .done, .ended):
            if let end = threads.end(of: thread) { sources.append(end) }
        case (.inspect, .done, .running), (.join, .timeout, .running), (.start, .refused, .running),
            (.start, .refused, .ended):
            if let start = threads.start(of: thread) { sources.append(start) }
        default: break
        }
    }

    /// A look at all threads of the run: those that it finds have been started, and all others that were have ended.
    private func add(_ found: TraceValue, _ threads: ThreadProgress, to sources: inout [Int32]) {
        guard case .list(let found) = found else { return }
        let alive = found.compactMap { if case .integer(let thread) = $0 { thread } else { nil } }
        sources += alive.compactMap(threads.start) + threads.ends(except: Set(alive))
    }
}
