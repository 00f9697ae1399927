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

/// All arrivals of a phase happen before the last one, which runs the barrier's action, and before who finds out in vain
/// that its time is up since; the end of the phase happens before each wait that it ends, and before an arrival that had to
/// wait for it. What breaks or resets the barrier happens before those who find it so, and so does the end of an action that
/// has begun, for which they stay. A look comes after all that has changed the barrier since the last phase ended, and after
/// that end.
private struct BarrierHistory: ObjectHistory {
    private var phase = 0
    private var arrivals: [Int32] = []
    /// Those who broke the barrier in the present phase, or left it broken.
    private var breaks: [Int32] = []
    private var phases: [ThreadID: Int] = [:]
    private var ends: [Int: Int32] = [:]
    /// The ends of actions whose phase had its end, or was broken, before.
    private var lateEnds: [Int: Int32] = [:]
    /// Who is at the action.
    private var acting: ThreadID?
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
            if waiting == parties {
                sources += arrivals
                acting = event.thread
            }
            arrivals.append(index)
        case (.set, .done):
            acting = nil
            // The last to arrive passes, even if somebody broke or reset the barrier meanwhile.
            if endOfPhase(of: event.thread, isBroken) == nil {
                end(phase, at: index)
            } else {
                endLate(event, at: index)
            }
        // A reset that finds all there leaves them there, and changes nothing.
        case (.reset, .done): if waiting == 0 { end(current &- 1, at: index) }
        case (.abort, .refused) where acting != nil && phases[event.thread] == phase: sources += arrivals
        case (.wait, .done), (.abort, .refused):
            if let end = endOfPhase(of: event.thread, true) { sources.append(end) }
            if let end = phases[event.thread].flatMap({ lateEnds[$0] }) { sources.append(end) }
            if isBroken { breaks.append(index) }
        case (.abort, .done):
            if acting == event.thread {
                acting = nil
                endLate(event, at: index)
            }
            if isBroken {
                breaking = index
                breaks.append(index)
            }
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

    private mutating func endLate(_ event: TraceEvent, at index: Int32) {
        if let phase = phases[event.thread] { lateEnds[phase] = index }
        lastEnd = index
    }

    private mutating func end(_ phase: Int, at index: Int32) {
        ends[phase] = index
        lastEnd = index
        breaks = []
    }
}

/// A barrier's state says how many are missing, and its past whether all have come.
private struct BarrierMemory: WaitMemory {
    /// Who is at the action, for whose end the others stay whatever else happens.
    private var acting: ThreadID?

    mutating func add(_ event: TraceEvent) {
        guard event.phase == .done, case .barrier(let waiting, let parties, _, _) = event.state else {
            return
        }
        if event.action == .arrive, waiting == parties { acting = event.thread }
        if event.thread == acting, event.action == .set || event.action == .abort { acting = nil }
    }

    func cause(
        of threads: [ThreadID], for barrier: ObjectID, in standstill: Standstill
    ) -> StandstillCause? {
        guard case .barrier(let waiting, let parties, _, _) = standstill.graph.states[barrier],
            waiting < parties, acting == nil
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
