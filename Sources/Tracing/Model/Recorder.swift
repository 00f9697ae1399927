import Synchronization
public import Threading

/// Where a run's events go while it runs. Every thread appends to a journal of its own; the order between journals
/// comes from one counter, which is read inside the critical section of the object concerned, so that it agrees
/// with every object's own order.
///
/// No lock is shared, except once in `Chunk.size` events of a thread. Memory is bounded: beyond the limit, the
/// oldest full chunks are dropped, and the trace keeps its end.
public final class Recorder: Sendable {
    private let limit: Int
    private let origin: Int64
    private let sequence = Atomic<Int>(0)
    private let shelf = Mutex(Shelf())

    /// A recorder that keeps about `limit` events, for a run that began at `origin` of its engine's clock.
    public init(limit: Int, origin: Int64) {
        self.limit = limit
        self.origin = origin
    }

    /// Appends an event to a thread's journal, at `now` of the engine's clock. Called by the thread that the event
    /// belongs to, or on its behalf before it begins to run.
    public func record(_ occurrence: Occurrence, at now: Int64, in journal: Journal) {
        let chunk = journal.chunk
        chunk.events.append(
            TraceEvent(
                seq: sequence.add(1, ordering: .relaxed).oldValue, atNs: now - origin,
                thread: occurrence.thread.id, action: occurrence.action,
                object: occurrence.action.hasObject ? occurrence.object?.id : nil, phase: occurrence.phase,
                source: SourceLine(file: occurrence.file, line: occurrence.line),
                state: occurrence.action.hasObject ? occurrence.state : nil, value: occurrence.value))
        if chunk.events.count == Chunk.size {
            shelf.withLock { $0.put(chunk, limit: limit) }
            journal.chunk = Chunk()
        }
    }

    /// All events that were kept, in order, and how many were not. Call it when all threads have ended.
    public func finish(_ journals: [Journal]) -> (events: [TraceEvent], truncated: Int) {
        let (full, lastDropped) = shelf.withLock { ($0.chunks, $0.lastDropped) }
        var events = (full + journals.map(\.chunk)).flatMap(\.events)
        events.sort { $0.seq < $1.seq }
        // What is kept has no gaps: a slow thread's events from before the last one dropped go as well.
        let first = max(lastDropped + 1, sequence.load(ordering: .relaxed) - limit)
        events.removeAll { $0.seq < first }
        // Two threads may read the clock in another order than the counter, by a hair.
        var latest: Int64 = 0
        for index in events.indices {
            latest = max(latest, events[index].atNs)
            events[index].atNs = latest
        }
        return (events, first)
    }

    /// Full chunks in the order in which they became full.
    private struct Shelf {
        var chunks: [Chunk] = []
        var lastDropped = -1

        mutating func put(_ chunk: Chunk, limit: Int) {
            chunks.append(chunk)
            // The chunks that stay hold as many events as the limit asks for.
            if chunks.count > limit / Chunk.size + 1 {
                let dropped = chunks.removeFirst()
                lastDropped = max(lastDropped, dropped.events.last?.seq ?? -1)
            }
        }
    }
}

/// One thread's events. Only that thread touches it until the run has ended.
public final class Journal {
    fileprivate var chunk = Chunk()

    /// An empty journal.
    public init() {}
}

/// A piece of a journal.
private final class Chunk: @unchecked Sendable {  // its thread's until it is full, constant from then on
    static let size = 256
    var events: [TraceEvent] = []

    init() { events.reserveCapacity(Self.size) }
}
