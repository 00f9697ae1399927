/// A set of events that has, with each event, all that happened before it: the first so many events of each thread,
/// which is a vector clock. It grows, and each event is looked at once, so growing it to any size takes time linear in
/// the trace, and room for one number a thread.
struct Downset: Sendable {
    /// How many events of each thread are in it.
    private(set) var counts: [Int32]
    private let order: SynchronizationOrder

    /// The empty set.
    init(in order: SynchronizationOrder) {
        self.order = order
        counts = Array(repeating: 0, count: order.threads.count)
    }

    /// Whether an event is in it.
    func contains(_ event: Int) -> Bool { counts[Int(order.lanes[event])] >= order.places[event] }

    /// Adds an event.
    mutating func add(_ event: Int) { add(lane: Int(order.lanes[event]), upTo: order.places[event]) }

    /// Adds what happened before an event.
    mutating func add(before event: Int) {
        add(lane: Int(order.lanes[event]), upTo: order.places[event] - 1)
        for source in order.sources(of: event) { add(Int(source)) }
    }

    private mutating func add(lane: Int, upTo place: Int32) {
        var open = [(lane: lane, place: place)]
        while let (lane, place) = open.popLast() {
            while counts[lane] < place {
                let event = Int(order.events[lane][Int(counts[lane])])
                counts[lane] += 1
                for source in order.sources(of: event) where !contains(Int(source)) {
                    open.append((Int(order.lanes[Int(source)]), order.places[Int(source)]))
                }
            }
        }
    }
}
