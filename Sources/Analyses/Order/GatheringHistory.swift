import Events
import Threading
import Tracing

/// A barrier: all arrivals of a phase happen before the last one, which runs the barrier's action; the end of the
/// phase happens before each wait that it ends, and before an arrival that had to wait for it. What breaks the barrier
/// happens before those who find it broken.
struct BarrierHistory: ObjectHistory {
    private var phase = 0
    private var arrivals: [Int32] = []
    private var phases: [ThreadID: Int] = [:]
    private var ends: [Int: Int32] = [:]
    private var lastEnd: Int32?
    private var breaking: Int32?

    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {
        guard case .barrier(let waiting, let parties, let current, _) = event.state else { return }
        switch (event.action, event.phase) {
        case (.arrive, .done):
            if current != phase { arrivals = [] }
            phase = current
            phases[event.thread] = current
            if hasWaited, let lastEnd { sources.append(lastEnd) }
            if waiting == parties { sources += arrivals }
            arrivals.append(index)
        case (.set, .done): end(phase, at: index)
        case (.reset, .done): end(current - 1, at: index)
        case (.wait, .done):
            // If the phase has no end, the barrier is broken.
            if let end = phases[event.thread].flatMap({ ends[$0] }) ?? breaking { sources.append(end) }
        case (.abort, .done): breaking = index
        case (.wait, .refused), (.arrive, .refused): if let breaking { sources.append(breaking) }
        default: break
        }
    }

    private mutating func end(_ phase: Int, at index: Int32) {
        ends[phase] = index
        lastEnd = index
    }
}

/// A pool: the submit of a job happens before the take of that job; jobs are taken in the order of their submits. The
/// shutdown happens before the workers leave, and that before the end of a wait for them.
struct PoolHistory: ObjectHistory {
    private var jobs: Permits?
    private var shutdown: Int32?
    private var departures: [ThreadID: Int32] = [:]

    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {
        guard event.phase == .done, case .pool(let queued, _, _, let isShutDown) = event.state else {
            return
        }
        var jobs = jobs.take() ?? Permits(initial: event.queuedBefore(queued))
        switch (event.action, event.value) {
        case (.submit, _): jobs.give(1, by: index)
        case (.take, .flag(true)): if let job = jobs.take() { sources.append(job) }
        case (.take, _) where isShutDown:
            if let shutdown { sources.append(shutdown) }
            departures[event.thread] = index
        case (.shutdown, _): shutdown = shutdown ?? index
        case (.join, _): sources += departures.values.sorted()
        default: break
        }
        // Jobs that nobody took were cancelled.
        while jobs.count > queued { _ = jobs.take() }
        self.jobs = jobs
    }
}

extension TraceEvent {
    /// How many jobs a pool had in its queue before this event, which left so many.
    fileprivate func queuedBefore(_ queued: Int) -> Int {
        switch (action, value) {
        case (.submit, _): queued - 1
        case (.take, .flag(true)): queued + 1
        default: queued
        }
    }
}

/// A queue: the put of an item happens before the get of that item. In a bounded queue, a get happens before the put
/// that takes the place it left, as in Go's channels. All that is done with happens before the end of a wait for
/// that, the shutdown before what it refuses.
///
/// Items are told apart by what the trace shows of them; of equal ones the oldest is got first, in a stack the youngest.
struct QueueHistory: ObjectHistory {
    let isStack: Bool
    private var items: [TraceValue: FIFO<Int32>] = [:]
    private var places: Permits?
    private var done: [ThreadID: Int32] = [:]
    private var shutdown: Int32?

    init(isStack: Bool) { self.isStack = isStack }

    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {
        guard case .queue(_, let size, let capacity, _, let isShutDown) = event.state else { return }
        if places == nil, let capacity {
            let change = event.phase != .done ? 0 : event.action == .put ? 1 : event.action == .get ? -1 : 0
            places = Permits(initial: capacity - (size - change))
        }
        switch (event.action, event.phase) {
        case (.put, .done):
            if let place = places?.take() { sources.append(place) }
            items[event.value, default: FIFO()].append(index)
        case (.get, .done):
            if let put = takeItem(event.value) { sources.append(put) }
            places?.give(1, by: index)
        case (.taskDone, .done): done[event.thread] = index
        case (.join, .done): sources += done.values.sorted()
        case (.shutdown, .done):
            shutdown = shutdown ?? index
            guard event.value == .flag(true) else { break }
            // What is thrown away is done with.
            items = [:]
            done[event.thread] = index
        case (.put, .refused), (.get, .refused):
            if isShutDown, let shutdown { sources.append(shutdown) }
        default: break
        }
    }

    private mutating func takeItem(_ value: TraceValue) -> Int32? {
        let put = isStack ? items[value]?.popLast() : items[value]?.popFirst()
        if items[value]?.count == 0 { items[value] = nil }
        return put
    }
}

/// Which queues give back what was put last: the trace does not say, but what they gave does.
enum StackDiscipline {
    /// The queues of a trace whose gets fit a stack, and not a queue.
    static func queues(of trace: Trace) -> Set<ObjectID> {
        let queues = trace.objects.filter { $0.kind == .queue }
        if queues.isEmpty { return [] }
        var contents = Dictionary(queues.map { ($0.id, Contents()) }) { first, _ in first }
        for event in trace.events where event.phase == .done {
            switch event.action {
            case .put: if let object = event.object { contents[object]?.put(event.value) }
            case .get: if let object = event.object { contents[object]?.get(event.value) }
            default: break
            }
        }
        return Set(contents.filter { $1.fitsStack && !$1.fitsQueue }.keys)
    }

    private struct Contents {
        var fitsQueue = true
        var fitsStack = true
        private var queue = FIFO<TraceValue>()
        private var stack: [TraceValue] = []

        mutating func put(_ value: TraceValue) {
            if fitsQueue { queue.append(value) }
            if fitsStack { stack.append(value) }
        }

        mutating func get(_ value: TraceValue) {
            if fitsQueue, queue.popFirst() != value { fitsQueue = false }
            if fitsStack, stack.popLast() != value { fitsStack = false }
        }
    }
}
