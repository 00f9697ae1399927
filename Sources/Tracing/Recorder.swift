import Events
import Synchronization
public import Threading

/// Where a run's events go while it runs. Every thread appends to a journal of its own; the order between journals
/// comes from one counter, which is read inside the critical section of the object concerned, so that it agrees
/// with every object's own order.
///
/// No lock is shared, except once in `JournalPage.size` events of a thread. Memory is bounded: a full page is dropped
/// once as many events as the limit asks for have come after all of its own. So the trace keeps its end, and what is
/// held beyond that is two pages a thread at most: one that it fills, and one that reaches back before the limit.
public final class Recorder: Sendable {
    private let limit: Int
    private let sequence = Synchronization.Atomic<Int>(0)
    private let pages = Locked(Pages())

    /// A recorder that keeps the last `limit` events.
    public init(limit: Int) {
        self.limit = limit
    }

    /// A journal for a thread that is about to start.
    public func makeJournal() -> Journal {
        let journal = Journal()
        pages.withLock { $0.journals.append(journal) }
        return journal
    }

    /// Appends an event to a thread's journal, at `now` nanoseconds from the run's start. Called by the thread that
    /// the event belongs to, or on its behalf before it begins to run.
    public func record(_ occurrence: Occurrence, at now: Int64, in journal: Journal) {
        // A start that is refused does something to another thread, if only in vain.
        let hasObject = occurrence.action.hasObject || occurrence.phase == .refused
        let isFull = journal.page.append(
            TraceEvent(
                seq: sequence.add(1, ordering: .relaxed).oldValue, atNs: now,
                thread: occurrence.thread.id, action: occurrence.action,
                object: hasObject ? occurrence.object?.id : nil, phase: occurrence.phase,
                source: occurrence.source,
                state: hasObject ? occurrence.state : nil, value: occurrence.value,
                timeoutNs: occurrence.timeout.map { max($0.nanoseconds, 0) }))
        if isFull { pages.withLock { $0.replacePage(of: journal, limit: limit) } }
    }

    /// All events that were kept, in order, and how many were not. Call it when all threads have ended. Nothing is kept from
    /// then on: what outlives its run keeps the recorder.
    public func finish() -> (events: [TraceEvent], truncated: Int) {
        defer { pages.withLock { $0.empty() } }
        // A page that reaches back further is cut.
        let first = max(0, sequence.load(ordering: .relaxed) - limit)
        var reader = LiveReader(self, from: first)
        return (reader.read(), first)
    }

    /// The kept events from `seq` on, as far as they are there without a gap: a thread that has drawn its number
    /// may not have written its event yet.
    fileprivate func events(from seq: Int) -> [TraceEvent] {
        let (kept, lastDropped) = pages.withLock { ($0.full + $0.journals.map(\.page), $0.lastDropped) }
        // A slow thread's page may reach back beyond one that was dropped.
        let first = max(seq, lastDropped + 1)
        var events: [TraceEvent] = []
        for page in kept { page.copy(from: first, to: &events) }
        // One thread's events are in order already, and to sort moves each of them several times.
        var isGapless: Bool { events.indices.allSatisfy { events[$0].seq == first + $0 } }
        if isGapless { return events }
        events.sort { $0.seq < $1.seq }
        if let gap = events.indices.first(where: { events[$0].seq != first + $0 }) {
            events.removeSubrange(gap...)
        }
        return events
    }

    /// The pages that are kept.
    private struct Pages {
        /// The threads' journals, each with the page that its thread writes.
        var journals: [Journal] = []
        /// Full pages, about in the order in which they became full.
        var full: [JournalPage] = []
        /// The last event of the pages that were dropped, by `seq`.
        var lastDropped = -1

        /// Lets all pages go.
        mutating func empty() { (full, journals) = ([], []) }

        /// Keeps a journal's full page, gives it an empty one, and drops the pages that are beyond the limit.
        mutating func replacePage(of journal: Journal, limit: Int) {
            full.append(journal.page)
            journal.page = JournalPage()
            // By number, and not by how many pages there are: threads that go in step fill their pages all at once,
            // and each of those then ends with events that are among the last.
            let outdated = (full.last?.lastSeq ?? -1) - limit
            let kept = full.firstIndex { $0.lastSeq > outdated } ?? full.endIndex
            lastDropped = full[..<kept].reduce(lastDropped) { max($0, $1.lastSeq) }
            full.removeFirst(kept)
        }
    }
}

/// Reads a run's events in order, while the run goes on or afterwards. For one thread at a time.
public struct LiveReader: Sendable {
    private let recorder: Recorder
    private var next: Int
    private var latest: Int64 = 0

    /// A reader of the events from `seq` on.
    public init(_ recorder: Recorder, from seq: Int = 0) {
        self.recorder = recorder
        next = seq
    }

    /// The events that have come since the last call. Does not wait.
    public mutating func read() -> [TraceEvent] {
        var events = recorder.events(from: next)
        guard let last = events.last else { return [] }
        next = last.seq + 1
        // Two threads may read the clock in another order than the counter, by a hair.
        for index in events.indices {
            latest = max(latest, events[index].atNs)
            events[index].atNs = latest
        }
        return events
    }
}
