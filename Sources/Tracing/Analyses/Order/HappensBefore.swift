public import Threading

/// Which events of a trace happened before which others of necessity, whatever the clock said. `SynchronizationOrder`
/// says where the order comes from.
///
/// Building it is linear in the events, times the threads where threads meet; a question takes a binary search.
public struct HappensBefore: Sendable {
    private let order: SynchronizationOrder
    private let firstSeq: Int
    /// Each thread's clocks, in order.
    private var histories: [[Clock]]
    /// For each thread, its events.
    private var events: [[Int32]]

    /// What a thread has come after, from one of its events on.
    private struct Clock {
        let from: Int32
        let counts: [Int32]
    }

    /// The order of a trace's events.
    public init(of trace: Trace) { self.init(SynchronizationOrder(of: trace), firstSeq: trace.truncated) }

    init(_ order: SynchronizationOrder, firstSeq: Int) {
        self.order = order
        self.firstSeq = firstSeq
        histories = Array(repeating: [], count: order.threads.count)
        events = Array(repeating: [], count: order.threads.count)
        var clocks = VectorClocks(order)
        for event in 0..<order.count {
            clocks.advance()
            let lane = Int(order.lanes[event])
            events[lane].append(Int32(event))
            if clocks.hasChanged {
                histories[lane].append(Clock(from: order.places[event], counts: clocks.clocks[lane]))
            }
        }
    }

    /// Whether the event with one `seq` happened before that with another. False if the trace lacks one of them.
    public func happened(_ first: Int, before second: Int) -> Bool {
        guard let a = index(ofSeq: first), let b = index(ofSeq: second), a != b else { return false }
        return isOrdered(a, before: b)
    }

    /// Whether neither of two events happened before the other.
    public func areConcurrent(_ first: Int, _ second: Int) -> Bool {
        first != second && index(ofSeq: first) != nil && index(ofSeq: second) != nil
            && !happened(first, before: second) && !happened(second, before: first)
    }

    /// What an event depends on: for each thread with a part in that, the `seq` of its last event that happened before
    /// this one. Nil if the trace has no such event.
    public func past(of seq: Int) -> [Cut]? {
        guard let event = index(ofSeq: seq) else { return nil }
        return order.threads.indices.compactMap { lane in
            let count = seen(of: lane, by: event)
            return count == 0 ? nil : Cut(thread: order.threads[lane], seq: self.seq(lane, count))
        }.sorted { $0.thread < $1.thread }
    }

    /// What depends on an event: for each thread with a part in that, the `seq` of its first event that happened after
    /// this one. Nil if the trace has no such event.
    public func future(of seq: Int) -> [Cut]? {
        guard let event = index(ofSeq: seq) else { return nil }
        let (own, place) = (Int(order.lanes[event]), order.places[event])
        return order.threads.indices.compactMap { lane in
            if lane == own {
                return Int(place) == events[own].count
                    ? nil : Cut(thread: order.threads[own], seq: self.seq(own, place + 1))
            }
            let history = histories[lane]
            let first = partition(history.count) { history[$0].counts[own] >= place }
            return first == history.count
                ? nil : Cut(thread: order.threads[lane], seq: self.seq(lane, history[first].from))
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

    /// `happened(before:)` by positions in the trace.
    func isOrdered(_ first: Int, before second: Int) -> Bool {
        seen(of: Int(order.lanes[first]), by: second) >= order.places[first]
    }

    /// How many events of a thread happened before an event.
    private func seen(of lane: Int, by event: Int) -> Int32 {
        let own = Int(order.lanes[event])
        if lane == own { return order.places[event] - 1 }
        let history = histories[own]
        let next = partition(history.count) { history[$0].from > order.places[event] }
        return next == 0 ? 0 : history[next - 1].counts[lane]
    }

    private func index(ofSeq seq: Int) -> Int? {
        (0..<order.count).contains(seq - firstSeq) ? seq - firstSeq : nil
    }

    private func seq(_ lane: Int, _ place: Int32) -> Int { Int(events[lane][Int(place) - 1]) + firstSeq }
}

/// The first of so many places at which a condition holds that holds from there on; their number if there is none.
func partition(_ count: Int, _ isBeyond: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
        let middle = (low + high) / 2
        if isBeyond(middle) { high = middle } else { low = middle + 1 }
    }
    return low
}

/// For the analyses of this module: events by their position in the trace, threads by their dense number.
extension HappensBefore {
    var nothing: [Int32] { Array(repeating: 0, count: order.threads.count) }

    func lane(of event: Int) -> Int { Int(order.lanes[event]) }

    func place(of event: Int) -> Int32 { order.places[event] }

    /// How many events of each thread happened before an event, and those before it of its own thread.
    func counts(before event: Int) -> [Int32] {
        let place = order.places[event]
        if place == 1 { return nothing }
        return counts(through: Int(events[lane(of: event)][Int(place) - 2]))
    }

    /// The same with the event itself.
    func counts(through event: Int) -> [Int32] {
        let own = lane(of: event)
        let next = partition(histories[own].count) { histories[own][$0].from > order.places[event] }
        var counts = next == 0 ? nothing : histories[own][next - 1].counts
        counts[own] = order.places[event]
        return counts
    }
}
