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

    static func mayWait(_ action: Action) -> Bool { action == .wait }

    static func history() -> any ObjectHistory { EventHistory() }

    static func memory() -> any WaitMemory { EventMemory() }
}

/// The set that raised the flag happens before every wait that it lets through, and before every look that sees the
/// flag. A set of a flag that is up already enables nobody.
private struct EventHistory: ObjectHistory {
    private var isSet = false
    private var raised: Int32?

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        guard event.phase == .done else { return }
        switch (event.action, event.state) {
        case (.set, _):
            if !isSet { raised = index }
            isSet = true
        case (.clear, _): isSet = false
        case (.wait, _), (.inspect, .event(isSet: true)): if let raised { sources.append(raised) }
        default: break
        }
    }
}

/// The last time that the event was set, and was cleared.
private struct EventMemory: WaitMemory {
    private var set: TraceEvent?
    private var clear: TraceEvent?

    mutating func add(_ event: TraceEvent) {
        switch (event.action, event.phase) {
        case (.set, .done): set = event
        case (.clear, .done): clear = event
        default: break
        }
    }

    func cause(of threads: [ThreadID], for event: ObjectID, in standstill: Standstill) -> StandstillCause? {
        guard let set, let clear, set.seq < clear.seq, clear.seq < standstill.begin(of: threads) else {
            return nil
        }
        let trace = standstill.trace
        return StandstillCause(
            form: .lostWakeUp,
            sentence: "Lost wake-up: \(standstill.subject(threads, "wait")) for "
                + "\(standstill.name(ofObject: event)), which \(standstill.name(set.thread)) had set "
                + "before\(trace.place(set)), and \(standstill.name(clear.thread)) had cleared "
                + "again\(trace.place(clear)).",
            threads: threads, evidence: [set, clear])
    }
}
