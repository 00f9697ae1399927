public import Events
import Threading
import Tracing

/// Which events of a trace happened before which others of necessity, whatever the clock said.
/// `docs/trace-format.md` says where the order comes from.
///
/// It takes room linear in the events, and so does each question take time: vector clocks kept for all events of a
/// thousand threads would take a thousand times the room of the trace.
public struct HappensBefore: Sendable {
    private let order: SynchronizationOrder
    private let firstSeq: Int

    /// The order of a trace's events.
    public init(in context: AnalysisContext) {
        order = context.order
        firstSeq = context.trace.truncated
    }

    /// Whether the event with one `seq` happened before that with another. False if the trace lacks one of them.
    public func happened(_ first: Int, before second: Int) -> Bool {
        guard let first = index(ofSeq: first), let second = index(ofSeq: second) else { return false }
        return downset(before: second).contains(first)
    }

    /// Whether neither of two events of a trace happened before the other.
    public func areConcurrent(_ first: Int, _ second: Int) -> Bool {
        first != second && index(ofSeq: first) != nil && index(ofSeq: second) != nil
            && !happened(first, before: second) && !happened(second, before: first)
    }

    /// What an event depends on: for each thread with a part in that, the `seq` of its last event that happened before
    /// this one. Nil if the trace has no such event.
    public func past(of seq: Int) -> [Cut]? {
        guard let event = index(ofSeq: seq) else { return nil }
        return downset(before: event).counts.enumerated().compactMap { lane, count in
            count == 0 ? nil : cut(lane, Int(count) - 1)
        }.sorted { $0.thread < $1.thread }
    }

    /// What depends on an event: for each thread with a part in that, the `seq` of its first event that happened after
    /// this one. Nil if the trace has no such event.
    public func future(of seq: Int) -> [Cut]? {
        guard let event = index(ofSeq: seq) else { return nil }
        // For each thread the place from which on its events come after this one, or after it and itself.
        var first = Array(repeating: Int32.max, count: order.threads.count)
        first[Int(order.lanes[event])] = order.places[event]
        for other in event + 1..<max(event + 1, order.count) {
            let lane = Int(order.lanes[other])
            guard first[lane] == .max else { continue }
            let isAfter = order.sources(of: other).contains { source in
                order.places[Int(source)] >= first[Int(order.lanes[Int(source)])]
            }
            if isAfter { first[lane] = order.places[other] }
        }
        first[Int(order.lanes[event])] += 1
        return first.enumerated().compactMap { lane, place in
            Int(place) > order.events[lane].count ? nil : cut(lane, Int(place) - 1)
        }.sorted { $0.thread < $1.thread }
    }

    /// The event of a thread where its past or future begins or ends.
    public struct Cut: Sendable, Hashable {
        /// The thread.
        public let thread: ThreadID
        /// The event.
        public let seq: Int

        /// A cut at an event.
        public init(thread: ThreadID, seq: Int) { (self.thread, self.seq) = (thread, seq) }
    }

    private func downset(before event: Int) -> Downset {
        var past = Downset(in: order)
        past.add(before: event)
        return past
    }

    private func index(ofSeq seq: Int) -> Int? {
        (0..<order.count).contains(seq - firstSeq) ? seq - firstSeq : nil
    }

    private func cut(_ lane: Int, _ position: Int) -> Cut {
        Cut(thread: order.threads[lane], seq: Int(order.events[lane][position]) + firstSeq)
    }
}
