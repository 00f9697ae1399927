import Events
import JSON

/// A barrier: so many threads meet at it, phase after phase.
enum BarrierKind: KindOfObject {
    static let schema = JSONValue.schema([
        JSONMember("waiting", .integerSchema), JSONMember("parties", .integerSchema),
        JSONMember("phase", .integerSchema), JSONMember("broken", .flagSchema),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .barrier(let waiting, let parties, let phase, let isBroken) = state else { return }
        writer.member("waiting", waiting)
        writer.member("parties", parties)
        writer.member("phase", phase)
        writer.member("broken", isBroken)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .barrier(
            waiting: try json.integer("waiting"), parties: try json.integer("parties"),
            phase: try json.integer("phase"), isBroken: try json.flag("broken"))
    }

    static func mayWait(_ action: Action) -> Bool { action == .arrive || action == .wait }

    static func history() -> any ObjectHistory { BarrierHistory() }

    static func memory() -> any WaitMemory { BarrierMemory() }
}

/// All arrivals of a phase happen before the last one, which runs the barrier's action; the end of the phase happens
/// before each wait that it ends, and before an arrival that had to wait for it. What breaks the barrier happens before
/// those who find it broken. A look comes after all that has changed the barrier since the last phase ended, and after
/// that end.
private struct BarrierHistory: ObjectHistory {
    private var phase = 0
    private var arrivals: [Int32] = []
    /// Those who broke the barrier in the present phase, or left it broken.
    private var breaks: [Int32] = []
    private var phases: [ThreadID: Int] = [:]
    private var ends: [Int: Int32] = [:]
    private var lastEnd: Int32?
    private var breaking: Int32?

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        guard case .barrier(let waiting, let parties, let current, let isBroken) = event.state else { return }
        switch (event.action, event.phase) {
        case (.arrive, .done):
            if current != phase { arrivals = [] }
            phase = current
            phases[event.thread] = current
            if let lastEnd, threads.hasWaited(event.thread) { sources.append(lastEnd) }
            if waiting == parties { sources += arrivals }
            arrivals.append(index)
        case (.set, .done):
            // The last to arrive finds the phase over if somebody broke or reset the barrier meanwhile.
            if let end = endOfPhase(of: event.thread, isBroken) {
                sources.append(end)
            } else {
                end(phase, at: index)
            }
        case (.reset, .done): end(current &- 1, at: index)
        case (.wait, .done), (.abort, .refused):
            if let end = endOfPhase(of: event.thread, true) { sources.append(end) }
            if isBroken { breaks.append(index) }
        case (.abort, .done):
            breaking = index
            breaks.append(index)
        case (.wait, .refused), (.arrive, .refused): if let breaking { sources.append(breaking) }
        case (.inspect, .done):
            if let lastEnd { sources.append(lastEnd) }
            if current == phase { sources += arrivals }
            sources += breaks
        default: break
        }
    }

    /// What ended the phase in which a thread arrived: if it has no end, the barrier may be broken.
    private func endOfPhase(of thread: ThreadID, _ mayBeBroken: Bool) -> Int32? {
        phases[thread].flatMap { ends[$0] } ?? (mayBeBroken ? breaking : nil)
    }

    private mutating func end(_ phase: Int, at index: Int32) {
        ends[phase] = index
        lastEnd = index
        breaks = []
    }
}

/// A barrier needs no past: its state says how many are missing.
private struct BarrierMemory: WaitMemory {
    func add(_ event: TraceEvent) {}

    func cause(
        of threads: [ThreadID], for barrier: ObjectID, in standstill: Standstill
    ) -> StandstillCause? {
        guard case .barrier(let waiting, let parties, _, _) = standstill.graph.states[barrier],
            waiting < parties
        else { return nil }
        return StandstillCause(
            form: .barrierShort,
            sentence:
                "Barrier short of parties: \(standstill.subject(threads, "wait")) at "
                + "\(standstill.name(ofObject: barrier)), which is for \(parties), but only \(waiting) came, "
                + "and nobody is left to come.",
            threads: threads)
    }
}
