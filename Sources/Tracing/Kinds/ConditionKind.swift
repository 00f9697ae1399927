import Events
import JSON

/// A condition: threads that wait to be notified.
enum ConditionKind: KindOfObject {
    static let schema = JSONValue.schema([
        JSONMember("waiting", .integersSchema), JSONMember("notified", .integersSchema),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .condition(let waiting, let notified) = state else { return }
        writer.member("waiting", JSONValue(waiting))
        writer.member("notified", JSONValue(notified))
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .condition(waiting: try json.integers("waiting"), notified: try json.integers("notified"))
    }

    static func threads(in state: ObjectState) -> [NamedThread] {
        guard case .condition(let waiting, let notified) = state else { return [] }
        return NamedThread.list("waiting", waiting) + NamedThread.list("notified", notified)
    }

    static func mayWait(_ action: Action) -> Bool { action == .wait }

    static func history() -> any ObjectHistory { ConditionHistory() }

    static func memory() -> any WaitMemory { ConditionMemory() }
}

/// A notify happens before the end of each wait that it ends.
private struct ConditionHistory: ObjectHistory {
    private var notifies: [ThreadID: Int32] = [:]

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        switch (event.action, event.phase, event.value) {
        case (.notify, .done, .list(let threads)):
            for case .integer(let thread) in threads { notifies[thread] = index }
        case (.wait, .wait, _): break
        case (.wait, let phase, _):
            if let notify = notifies.removeValue(forKey: event.thread), phase == .done {
                sources.append(notify)
            }
        default: break
        }
    }
}

/// The last notify that woke nobody.
private struct ConditionMemory: WaitMemory {
    private var vainNotify: TraceEvent?

    mutating func add(_ event: TraceEvent) {
        if event.action == .notify, event.phase == .done, event.value == .list([]) { vainNotify = event }
    }

    func cause(
        of threads: [ThreadID], for condition: ObjectID, in standstill: Standstill
    ) -> StandstillCause? {
        guard let vainNotify, vainNotify.seq < standstill.begin(of: threads) else { return nil }
        return StandstillCause(
            form: .lostWakeUp,
            sentence: "Lost wake-up: \(standstill.subject(threads, "wait")) for "
                + "\(standstill.name(ofObject: condition)), which \(standstill.name(vainNotify.thread)) had "
                + "notified before\(standstill.trace.place(vainNotify)), when nobody waited for it.",
            threads: threads, evidence: [vainNotify])
    }
}
