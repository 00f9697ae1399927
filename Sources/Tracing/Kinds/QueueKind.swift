import Events
import JSON

/// A queue, of whichever order: items that are put and got.
enum QueueKind: KindOfObject {
    static let schema = JSONValue.schema([
        JSONMember(
            "items",
            [
                "type": "array", "items": ["type": "string"], "maxItems": .integer(ObjectState.shownItems),
            ]),
        JSONMember("size", .integerSchema), JSONMember("capacity", .integerOrNullSchema),
        JSONMember("unfinished", .integerSchema), JSONMember("shutDown", .flagSchema),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .queue(let items, let size, let capacity, let unfinished, let isShutDown) = state else {
            return
        }
        writer.name("items")
        writer.array(items) { $0.string($1) }
        writer.member("size", size)
        writer.member("capacity", capacity)
        writer.member("unfinished", unfinished)
        writer.member("shutDown", isShutDown)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        let items = try json.list("items") { (item) throws(JSONError) in
            guard case .string(let text) = item else { throw item.wrong }
            return text
        }
        return .queue(
            items: items, size: try json.integer("size"), capacity: try json.number("capacity"),
            unfinished: try json.integer("unfinished"), isShutDown: try json.flag("shutDown"))
    }

    static func remark(on event: TraceEvent) -> String? {
        guard case .queue(_, let size, _, _, _) = event.state else { return nil }
        return size == 1 ? "1 item in it" : "\(size) items in it"
    }

    static func mayWait(_ action: Action) -> Bool { action == .put || action == .get || action == .join }

    static func history() -> any ObjectHistory { QueueHistory(isStack: false) }

    static func histories(
        of queues: [TraceObject], in trace: Trace, _ edges: OrderEdges
    ) -> [any ObjectHistory] {
        if edges == .dependences { return queues.map { _ in history(edges) } }
        let stacks = StackDiscipline.stacks(among: queues, in: trace)
        return queues.map { QueueHistory(isStack: stacks.contains($0.id)) }
    }

    static func memory() -> any WaitMemory { QueueMemory() }
}

/// The put of an item happens before the get of that item. In a bounded queue, a get happens before the put that takes
/// the place it left, as in Go's channels. All that is done with happens before the end of a wait for that, the
/// shutdown before what it refuses. Who finds the queue full comes after the puts of what is in it, who finds it empty
/// after all gets; who looks at it, after both.
///
/// Items are told apart by what the trace shows of them; of equal ones the oldest is got first, in a stack the youngest.
private struct QueueHistory: ObjectHistory {
    let isStack: Bool
    private var items: [TraceValue: FIFO<(put: Int32, thread: ThreadID)>] = [:]
    /// The puts of the items that are there.
    private var present = Contributions()
    private var places: Permits?
    private var puts: [ThreadID: Int32] = [:]
    private var gets: [ThreadID: Int32] = [:]
    private var done: [ThreadID: Int32] = [:]
    /// The gets of items that the same thread has not said to be done with.
    private var unfinished = Contributions()
    private var shutdown: Int32?

    init(isStack: Bool) { self.isStack = isStack }

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        guard case .queue(_, let size, let capacity, _, let isShutDown) = event.state else { return }
        if places == nil, let capacity {
            let change = event.phase != .done ? 0 : event.action == .put ? 1 : event.action == .get ? -1 : 0
            places = Permits(initial: capacity &- (size &- change))
        }
        switch event.phase {
        case .done: addDone(event, at: index, to: &sources)
        case .timeout, .refused:
            sources += reasons(against: event.action)
            if isShutDown, let shutdown, event.action != .taskDone { sources.append(shutdown) }
        case .wait, .interrupt: break
        }
    }

    private mutating func addDone(_ event: TraceEvent, at index: Int32, to sources: inout [Int32]) {
        switch event.action {
        case .put:
            if let place = places?.take() { sources.append(place) }
            items[event.value, default: FIFO()].append((index, event.thread))
            present.add(by: event.thread, at: index)
            puts[event.thread] = index
        case .get:
            if let item = takeItem(event.value) {
                sources.append(item.put)
                present.remove(of: item.thread)
            }
            places?.give(1, by: index)
            gets[event.thread] = index
            unfinished.add(by: event.thread, at: index)
        case .taskDone:
            // Who has not got the item must have found that somebody put it.
            if unfinished.count(of: event.thread) == 0 { sources += puts.values.sorted() }
            unfinished.remove(of: event.thread)
            done[event.thread] = index
        case .join: sources += done.values.sorted()
        case .inspect:
            sources += present.latest + gets.values.sorted()
            if let shutdown { sources.append(shutdown) }
        case .shutdown:
            shutdown = shutdown ?? index
            guard event.value == .flag(true) else { break }
            // What is thrown away is done with.
            (items, present) = ([:], Contributions())
            done[event.thread] = index
        default: break
        }
    }

    /// What keeps a thread from doing this.
    private func reasons(against action: Action) -> [Int32] {
        switch action {
        case .put: present.latest
        case .get: gets.values.sorted()
        case .join: puts.values.sorted()
        case .taskDone: done.values.sorted()
        default: []
        }
    }

    private mutating func takeItem(_ value: TraceValue) -> (put: Int32, thread: ThreadID)? {
        let put = isStack ? items[value]?.popLast() : items[value]?.popFirst()
        if items[value]?.count == 0 { items[value] = nil }
        return put
    }
}

/// Which queues give back what was put last: the trace does not say, but what they gave does.
private struct StackDiscipline {
    private var fitsQueue = true
    private var fitsStack = true
    private var queue = FIFO<TraceValue>()
    private var stack: [TraceValue] = []

    /// The queues whose gets fit a stack, and not a queue.
    static func stacks(among queues: [TraceObject], in trace: Trace) -> Set<ObjectID> {
        var contents = Dictionary(queues.map { ($0.id, StackDiscipline()) }) { first, _ in first }
        for event in trace.events where event.phase == .done {
            switch event.action {
            case .put: if let object = event.object { contents[object]?.put(event.value) }
            case .get: if let object = event.object { contents[object]?.get(event.value) }
            default: break
            }
        }
        return Set(contents.filter { $1.fitsStack && !$1.fitsQueue }.keys)
    }

    private mutating func put(_ value: TraceValue) {
        if fitsQueue { queue.append(value) }
        if fitsStack { stack.append(value) }
    }

    private mutating func get(_ value: TraceValue) {
        if fitsQueue, queue.popFirst() != value { fitsQueue = false }
        if fitsStack, stack.popLast() != value { fitsStack = false }
    }
}

/// Who took from the queue, and who gave to it: at a standstill nobody else would.
private struct QueueMemory: WaitMemory {
    private var takers: Set<ThreadID> = []
    private var givers: Set<ThreadID> = []

    mutating func add(_ event: TraceEvent) {
        switch (event.action, event.phase) {
        case (.get, .done), (.get, .wait): takers.insert(event.thread)
        case (.put, .done), (.put, .wait): givers.insert(event.thread)
        default: break
        }
    }

    func helpers(for wait: TraceEvent) -> Set<ThreadID>? {
        switch wait.action {
        case .put: takers
        case .get: givers
        default: nil
        }
    }

    /// Circles through a full queue: the thread that would get from it waits for the one that would put into it.
    func entanglements(
        of queue: ObjectID, among open: Set<ThreadID>, in standstill: Standstill
    ) -> [StandstillCause] {
        var covered: Set<ThreadID> = []
        return open.sorted().compactMap { start in
            guard let wait = standstill.graph.waits[start], wait.object == queue, wait.action == .put,
                !covered.contains(start), let circle = standstill.circle(from: start)
            else { return nil }
            covered.formUnion(circle)
            return cause(of: circle, in: standstill)
        }
    }

    private func cause(of circle: [ThreadID], in standstill: Standstill) -> StandstillCause {
        let waits = standstill.graph.waits
        let parts = zip(circle, circle.dropFirst() + circle.prefix(1)).map { thread, next in
            // Of all actions, only that of a queue's giver waits for room.
            let duty =
                waits[thread]?.action == .put
                ? "to get room in \(standstill.object(of: thread)), which \(standstill.name(next)) would have to "
                    + "empty"
                : "for \(standstill.object(of: thread)), which depends on \(standstill.name(next))"
            return "\(standstill.name(thread)) waits \(duty)\(standstill.place(of: thread))"
        }
        return StandstillCause(
            form: .fullQueueCycle, sentence: "Full queue: \(parts.joined(separator: "; ")).", threads: circle,
            cycle: circle.map { thread in
                CycleLink(
                    thread: thread, holds: standstill.graph.holdings(of: thread),
                    waitsFor: waits[thread]?.object ?? 0)
            })
    }
}
