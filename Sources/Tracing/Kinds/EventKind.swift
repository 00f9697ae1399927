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
/// flag; the clear that lowered it before every look that does not, and every wait that gives up. A set of a flag that is
/// up already enables nobody, nor does a clear of one that is down.
private struct EventHistory: ObjectHistory {
    private var isSet = false
    private var raised: Int32?
    private var lowered: Int32?

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        switch (event.action, event.phase, event.state) {
        case (.set, .done, _):
            if !isSet { raised = index }
            isSet = true
        case (.clear, .done, _):
            if isSet { lowered = index }
            isSet = false
        case (.wait, .done, _), (.inspect, .done, .event(isSet: true)):
            if let raised { sources.append(raised) }
        case (.wait, .timeout, _), (.inspect, .done, _): if let lowered { sources.append(lowered) }
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
