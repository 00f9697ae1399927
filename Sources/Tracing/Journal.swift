import Synchronization

/// One thread's events. Only that thread writes it; others may read it meanwhile.
public final class Journal: @unchecked Sendable {  // `page` is replaced inside the recorder's lock only
    var page = JournalPage()
}

/// A piece of a journal. Its thread fills it, from the first place to the last; whoever reads it sees the events that
/// were published by then.
final class JournalPage: @unchecked Sendable {  // a place is written before it is published, and never again
    static let size = 256
    private let places = UnsafeMutablePointer<TraceEvent>.allocate(capacity: size)
    private let published = Atomic<Int>(0)

    deinit {
        places.deinitialize(count: published.load(ordering: .acquiring))
        places.deallocate()
    }

    /// Adds an event, and says whether it was the last for which there is room.
    func append(_ event: TraceEvent) -> Bool {
        let count = published.load(ordering: .relaxed)
        (places + count).initialize(to: event)
        published.store(count + 1, ordering: .releasing)
        return count + 1 == Self.size
    }

    /// Appends the published events from `seq` on to `events`.
    func copy(from seq: Int, to events: inout [TraceEvent]) {
        let page = UnsafeBufferPointer(start: places, count: published.load(ordering: .acquiring))
        guard let first = page.firstIndex(where: { $0.seq >= seq }) else { return }
        events.append(contentsOf: page[first...])
    }

    /// The `seq` of the last event of a full page.
    var lastSeq: Int { places[Self.size - 1].seq }
}
