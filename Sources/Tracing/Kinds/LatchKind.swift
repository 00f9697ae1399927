import Events
import JSON

/// A latch: a gate that opens after a number of counts.
enum LatchKind: KindOfObject {
    static let schema = JSONValue.schema([JSONMember("count", .integerSchema)])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .latch(let count) = state else { return }
        writer.member("count", count)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .latch(count: try json.integer("count"))
    }

    static func remark(on event: TraceEvent) -> String? {
        guard case .latch(let count) = event.state else { return nil }
        return count == 0 ? "open" : "\(count) to go"
    }

    static func mayWait(_ action: Action) -> Bool { action == .wait }

    static func history() -> any ObjectHistory { LatchHistory() }

    static func memory() -> any WaitMemory { LatchMemory() }
}

/// Every count up to the one that opened the latch happens before each wait that it lets through, and each count so far
/// before a look: it took all of them. Of several by one thread, the last stands for all.
private struct LatchHistory: ObjectHistory {
    private var counts: [ThreadID: Int32] = [:]
    private var isOpen = false

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        guard event.phase == .done, case .latch(let count) = event.state else { return }
        switch event.action {
        case .countDown:
            // Whoever counts when it is open has opened it for nobody.
            if !isOpen { counts[event.thread] = index }
            isOpen = count == 0
        case .wait, .inspect: sources += counts.values.sorted()
        default: break
        }
    }
}

/// Who has counted so far, each with the last time.
private struct LatchMemory: WaitMemory {
    private var counts: [ThreadID: TraceEvent] = [:]

    mutating func add(_ event: TraceEvent) {
        if event.action == .countDown, event.phase == .done { counts[event.thread] = event }
    }

    func cause(of threads: [ThreadID], for latch: ObjectID, in standstill: Standstill) -> StandstillCause? {
        guard case .latch(let missing) = standstill.graph.states[latch] else { return nil }
        let last = counts.values.sorted { $0.seq < $1.seq }
        let counted = last.map { standstill.name($0.thread) + standstill.trace.place($0) }.prefix(4)
        let who = counted.isEmpty ? "nobody counted" : "only \(counted.joined(separator: ", ")) counted"
        let counts = missing == 1 ? "1 count is" : "\(missing) counts are"
        return StandstillCause(
            form: .latchShort,
            sentence:
                "Latch short of counts: \(standstill.subject(threads, "wait")) for "
                + "\(standstill.name(ofObject: latch)), of which \(counts) missing: \(who), and nobody is left to.",
            threads: threads, evidence: last)
    }
}
