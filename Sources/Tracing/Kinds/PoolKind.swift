import Events
import JSON

/// A pool: jobs that are submitted, and workers that take them.
enum PoolKind: KindOfObject {
    static let schema = JSONValue.schema([
        JSONMember("queued", .integerSchema), JSONMember("workers", .integerSchema),
        JSONMember("idle", .integerSchema), JSONMember("shutDown", .flagSchema),
    ])

    static func write(_ state: ObjectState, to writer: inout JSONWriter) {
        guard case .pool(let queued, let workers, let idle, let isShutDown) = state else { return }
        writer.member("queued", queued)
        writer.member("workers", workers)
        writer.member("idle", idle)
        writer.member("shutDown", isShutDown)
    }

    static func state(from json: JSONValue) throws(JSONError) -> ObjectState {
        .pool(
            queued: try json.integer("queued"), workers: try json.integer("workers"),
            idle: try json.integer("idle"), isShutDown: try json.flag("shutDown"))
    }

    static func mayWait(_ action: Action) -> Bool { action == .take || action == .join }

    static func history() -> any ObjectHistory { PoolHistory() }

    static func memory() -> any WaitMemory { PoolMemory() }
}

/// The submit of a job happens before the take of that job; jobs are taken in the order of their submits. The shutdown
/// happens before the workers leave, and that before the end of a wait for them. Who is refused because the queue is full
/// comes after the submits so far, who looks at the pool after all that has changed it.
private struct PoolHistory: ObjectHistory {
    private var jobs: Permits?
    private var shutdown: Int32?
    private var departures: [ThreadID: Int32] = [:]
    private var submits: [ThreadID: Int32] = [:]
    private var takes: [ThreadID: Int32] = [:]

    mutating func add(
        _ event: TraceEvent, at index: Int32, after threads: ThreadProgress, to sources: inout [Int32]
    ) {
        guard case .pool(let queued, _, _, let isShutDown) = event.state else { return }
        if event.phase == .refused {
            if isShutDown, let shutdown {
                sources.append(shutdown)
            } else {
                sources += submits.values.sorted()
            }
        }
        guard event.phase == .done else { return }
        var jobs = jobs.take() ?? Permits(initial: event.queuedBefore(queued))
        switch (event.action, event.value) {
        case (.submit, _):
            jobs.give(1, by: index)
            submits[event.thread] = index
        case (.inspect, _):
            sources += submits.values.sorted() + takes.values.sorted()
            if let shutdown { sources.append(shutdown) }
        case (.take, .flag(true)):
            takes[event.thread] = index
            if let job = jobs.take() { sources.append(job) }
        case (.take, _) where isShutDown:
            if let shutdown { sources.append(shutdown) }
            departures[event.thread] = index
            takes[event.thread] = index
        case (.shutdown, _): shutdown = shutdown ?? index
        case (.join, _): sources += departures.values.sorted()
        default: break
        }
        // Jobs that nobody took were cancelled.
        jobs.keep(atMost: queued)
        self.jobs = jobs
    }
}

extension TraceEvent {
    /// How many jobs a pool had in its queue before this event, which left so many.
    fileprivate func queuedBefore(_ queued: Int) -> Int {
        switch (action, value) {
        case (.submit, _): queued &- 1
        case (.take, .flag(true)): queued &+ 1
        default: queued
        }
    }
}

/// The threads that have a job of the pool.
private struct PoolMemory: WaitMemory {
    private var workers: Set<ThreadID> = []

    mutating func add(_ event: TraceEvent) {
        guard event.action == .take else { return }
        if event.phase == .done && event.value == .flag(true) {
            workers.insert(event.thread)
        } else {
            workers.remove(event.thread)
        }
    }

    /// Starvation: all workers wait, at least one of them for a task that nobody has begun, while tasks are queued.
    func entanglements(
        of pool: ObjectID, among open: Set<ThreadID>, in standstill: Standstill
    ) -> [StandstillCause] {
        let (waits, states) = (standstill.graph.waits, standstill.graph.states)
        guard case .pool(let queued, workers.count, 0, _) = states[pool], queued > 0,
            workers.allSatisfy({ waits[$0] != nil })
        else { return [] }
        let starving = workers.intersection(open).sorted().filter { worker in
            if case .future(.pending, _) = waits[worker]?.object.flatMap({ states[$0] }) {
                true
            } else {
                false
            }
        }
        guard !starving.isEmpty else { return [] }
        let name = standstill.name(ofObject: pool)
        let who =
            workers.count == 1
            ? "the one worker of \(name) waits" : "all \(workers.count) workers of \(name) wait"
        let tasks = queued == 1 ? "1 task is" : "\(queued) tasks are"
        return [
            StandstillCause(
                form: .poolStarvation,
                sentence: "Pool starvation: \(who), and \(tasks) in its queue with nobody to begin them: "
                    + standstill.describe(starving) + ".",
                threads: starving)
        ]
    }
}
