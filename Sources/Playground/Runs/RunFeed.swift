import Scheduling
import Threading
public import Tracing

/// A run's events in order, with the threads and objects that they speak of, while the run goes on and after. For one
/// thread at a time.
public struct RunFeed: Sendable {
    /// What has come since the last reading.
    public struct Part: Sendable {
        /// Threads that had not been read of before.
        public var threads: [TraceThread]
        /// Objects that had not been read of before.
        public var objects: [TraceObject]
        /// The events.
        public var events: [TraceEvent]
    }

    private let job: Job<RunPlan>?
    private let store: any JobStore
    private let id: JobID
    private var reader: LiveReader?
    private var next: Int
    private var knownThreads = 0
    private var knownObjects = 0

    /// A feed of the events of a run from `seq` on.
    init(of id: JobID, job: Job<RunPlan>?, store: any JobStore, from seq: Int) {
        self.id = id
        self.job = job
        self.store = store
        next = seq
    }

    /// The run as it has ended; nil while it goes on. Waits for its end, but not longer than `timeout`.
    ///
    /// - Throws: `StoreError` if the run was not stored, or cannot be read.
    public func end(within timeout: Duration) throws -> Run? {
        guard let job else { return try store.record(id, as: Run.self) }
        do { return try job.ended.result(timeout: timeout).record } catch .failed(let error) {
            throw error
        } catch {
            return nil
        }
    }

    /// What has come since the last reading. Does not wait.
    ///
    /// - Throws: `StoreError` if the run was not stored, or cannot be read.
    public mutating func read() throws -> Part {
        if let engine = job?.live {
            return read(engine)
        }
        guard let trace = try end(within: .zero)?.trace else {
            return Part(threads: [], objects: [], events: [])
        }
        return part(
            threads: trace.threads, objects: trace.objects, events: trace.events.filter { $0.seq >= next })
    }

    private mutating func read(_ engine: any RunEngine) -> Part {
        var reader = reader ?? LiveReader(engine.recorder, from: next)
        let events = reader.read()
        self.reader = reader
        // Asked for after the events, so that every thread and object of theirs is among them.
        let (threads, objects) = engine.cast()
        return part(threads: threads, objects: objects, events: events)
    }

    private mutating func part(threads: [TraceThread], objects: [TraceObject], events: [TraceEvent]) -> Part {
        if let last = events.last { next = last.seq + 1 }
        defer {
            (knownThreads, knownObjects) = (
                max(threads.count, knownThreads), max(objects.count, knownObjects)
            )
        }
        return Part(
            threads: Array(threads.dropFirst(knownThreads)), objects: Array(objects.dropFirst(knownObjects)),
            events: events)
    }
}

extension JobService where Payload == RunPlan {
    /// The events of a run from `seq` on, while it goes on or afterwards; nil if there is no such run.
    public func feed(of id: JobID, from seq: Int) throws(StoreError) -> RunFeed? {
        let job = job(id)
        if job == nil, try store.record(id, as: Run.self) == nil { return nil }
        return RunFeed(of: id, job: job, store: store, from: seq)
    }
}
