/// Goes through a trace and knows, at each event, how many events of each thread have happened before it: Colin
/// Fidge's and Friedemann Mattern's vector clocks (1988).
///
/// A thread's clock changes only where it comes after something new in another thread. What an event passes on is its
/// thread's clock and its own place, so nothing is copied unless it is changed. An event that is passed on to nobody
/// keeps nothing; so memory is a clock for each thread and for each hand-over under way.
struct VectorClocks {
    /// For each thread, how many events of each it has come after; of itself, that is told by `places`.
    private(set) var clocks: [[Int32]]
    private let order: SynchronizationOrder
    /// How often each event is still to be passed on.
    private var uses: [Int32]
    /// What those will pass on that are.
    private var kept: [Int32: [Int32]] = [:]
    private var next = 0

    init(_ order: SynchronizationOrder) {
        self.order = order
        let none = [Int32](repeating: 0, count: order.threads.count)
        clocks = Array(repeating: none, count: order.threads.count)
        uses = Array(repeating: 0, count: order.count)
        for event in 0..<order.count {
            for source in order.sources(of: event) { uses[Int(source)] += 1 }
        }
    }

    /// Goes on to the next event.
    mutating func advance() {
        let lane = Int(order.lanes[next])
        for source in order.sources(of: next) { receive(source, lane) }
        if uses[next] > 0 { kept[Int32(next)] = clocks[lane] }
        next += 1
    }

    private mutating func receive(_ source: Int32, _ lane: Int) {
        let (giver, place) = (Int(order.lanes[Int(source)]), order.places[Int(source)])
        uses[Int(source)] -= 1
        let passed = uses[Int(source)] == 0 ? kept.removeValue(forKey: source) : kept[source]
        // Whoever has come after the event has come after all that it passes on.
        guard giver != lane, clocks[lane][giver] < place, let passed else { return }
        clocks[lane].withUnsafeMutableBufferPointer { mine in
            passed.withUnsafeBufferPointer { theirs in
                for index in mine.indices { mine[index] = max(mine[index], theirs[index]) }
            }
            mine[giver] = max(mine[giver], place)
        }
    }
}
