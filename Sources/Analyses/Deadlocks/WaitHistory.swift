import Events
import Threading
import Tracing

/// What led to the waits of a `WaitForGraph`: who used to do what, and who is gone.
struct WaitHistory {
    /// The threads that have ended.
    private(set) var ended: Set<ThreadID> = []
    /// Who took from each queue, and who gave to it.
    private(set) var takers: [ObjectID: Set<ThreadID>] = [:]
    private(set) var givers: [ObjectID: Set<ThreadID>] = [:]
    /// The pool whose job a thread has.
    private(set) var pools: [ThreadID: ObjectID] = [:]
    /// The last time that each lock was taken.
    private(set) var acquires: [ObjectID: TraceEvent] = [:]
    /// The threads that took more permits of a semaphore than they gave, with the last time.
    private(set) var permits: [ObjectID: [ThreadID: (balance: Int, event: TraceEvent)]] = [:]
    /// The last notify of each condition that woke nobody.
    private(set) var vainNotifies: [ObjectID: TraceEvent] = [:]
    /// The last time that each event was set, and was cleared.
    private(set) var sets: [ObjectID: TraceEvent] = [:]
    private(set) var clears: [ObjectID: TraceEvent] = [:]

    /// The history before the event with this `seq`.
    init(of trace: Trace, before seq: Int) {
        let kinds = Dictionary(trace.objects.map { ($0.id, $0.kind) }) { first, _ in first }
        for event in trace.events.prefix(while: { $0.seq < seq }) {
            if event.action == .end { ended.insert(event.thread) }
            guard let object = event.object, let kind = kinds[object] else { continue }
            add(event, object, kind)
        }
    }

    private mutating func add(_ event: TraceEvent, _ object: ObjectID, _ kind: ObjectKind) {
        switch (kind, event.action, event.phase) {
        case (.queue, .get, .done), (.queue, .get, .wait): takers[object, default: []].insert(event.thread)
        case (.queue, .put, .done), (.queue, .put, .wait): givers[object, default: []].insert(event.thread)
        case (.pool, .take, _):
            pools[event.thread] = event.phase == .done && event.value == .flag(true) ? object : nil
        case (.lock, .acquire, .done), (.rlock, .acquire, .done): acquires[object] = event
        case (.semaphore, .acquire, .done): count(event, object, 1)
        case (.semaphore, .release, .done): count(event, object, -1)
        case (.condition, .notify, .done) where event.value == .list([]): vainNotifies[object] = event
        case (.event, .set, .done): sets[object] = event
        case (.event, .clear, .done): clears[object] = event
        default: break
        }
    }

    private mutating func count(_ event: TraceEvent, _ object: ObjectID, _ change: Int) {
        let known = permits[object]?[event.thread]
        let latest = change > 0 ? event : known?.event ?? event
        permits[object, default: [:]][event.thread] = ((known?.balance ?? 0) + change, latest)
    }
}
