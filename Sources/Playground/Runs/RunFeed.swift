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

    private let active: ActiveRun?
    private let store: any RunStore
    private let id: JobID
    private var reader: LiveReader?
    private var next: Int
    private var knownThreads = 0
    private var knownObjects = 0

    /// A feed of the events of a run from `seq` on.
    init(of id: JobID, active: ActiveRun?, store: any RunStore, from seq: Int) {
        self.id = id
        self.active = active
        self.store = store
        next = seq
    }

    /// The run as it has ended; nil while it goes on. Waits for its end, but not longer than `timeout`.
    ///
    /// - Throws: `StoreError` if the run was not stored, or cannot be read.
    public func end(within timeout: Duration) throws -> Run? {
        guard let active else { return try store.run(id) }
        do { return try active.ended.result(timeout: timeout) } catch .failed(let error) {
            throw error
        } catch {
            return nil
        }
    }

    /// What has come since the last reading. Does not wait.
    ///
    /// - Throws: `StoreError` if the run was not stored, or cannot be read.
    public mutating func read() throws -> Part {
        if let engine = active?.engine() {
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
