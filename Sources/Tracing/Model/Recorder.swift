import Synchronization
public import Threading

/// Where a run's events go while it runs. Every thread appends to a journal of its own; the order between journals
/// comes from one counter, which is read inside the critical section of the object concerned, so that it agrees
/// with every object's own order.
///
/// No lock is shared, except once in `Chunk.size` events of a thread. Memory is bounded: a full chunk is dropped once
/// as many events as the limit asks for have come after all of its own. So the trace keeps its end, and what is held
/// beyond that is two chunks a thread at most: one that it fills, and one that reaches back before the limit.
public final class Recorder: Sendable {
    private let limit: Int
    private let origin: Int64
    private let sequence = Atomic<Int>(0)
    private let shelf = Mutex(Shelf())

    /// A recorder that keeps the last `limit` events, for a run that began at `origin` of its engine's clock.
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
        let full = shelf.withLock(\.chunks)
        var events = (full + journals.map(\.chunk)).flatMap(\.events)
        events.sort { $0.seq < $1.seq }
        // What is kept has no gaps: a chunk that reaches back further is cut.
        let first = max(0, sequence.load(ordering: .relaxed) - limit)
        events.removeAll { $0.seq < first }
        // Two threads may read the clock in another order than the counter, by a hair.
        var latest: Int64 = 0
        for index in events.indices {
            latest = max(latest, events[index].atNs)
            events[index].atNs = latest
        }
        return (events, first)
    }

    /// Full chunks, about in the order in which they became full.
    private struct Shelf {
        var chunks: [Chunk] = []

        mutating func put(_ chunk: Chunk, limit: Int) {
            chunks.append(chunk)
            // By number, and not by how many chunks there are: threads that go in step fill their chunks all at
            // once, and each of those then ends with events that are among the last.
            let outdated = chunk.last - limit
            let kept = chunks.firstIndex { $0.last > outdated } ?? chunks.endIndex
            chunks.removeFirst(kept)
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

    /// The number of its last event, which is its greatest: a thread's events are numbered in their order.
    var last: Int { events.last?.seq ?? -1 }

    init() { events.reserveCapacity(Self.size) }
}
