package import Events
import Threading
package import Tracing

/// For each event of a trace, the events of other threads that it came after of necessity: the direct edges of
/// happens-before, apart from each thread's own order.
///
/// Events are numbered by their position in the trace, which is `seq` less what was truncated. What a dropped event
/// might have passed on was dropped with it, so a truncated trace loses no order among the events that it has.
///
/// An edge leads only from an action to one that it enabled, as the models of `KindOfObject` say for each kind of
/// object. Two actions that merely came one after the other are not ordered: a run that took another turn could have
/// had them the other way round.
package struct SynchronizationOrder: Sendable {
    /// The threads that have events, by their dense number in the analyses.
    package let threads: [ThreadID]
    /// For each event the dense number of its thread.
    package let lanes: [Int32]
    /// For each event its place among its thread's events, from 1.
    package let places: [Int32]
    /// For each thread by its number, its events.
    package let events: [[Int32]]
    /// For each event, where its sources begin.
    private let begins: [Int32]
    private let allSources: [Int32]

    /// The order of a trace's events.
    package init(of trace: Trace, _ edges: OrderEdges = .all) {
        var lanes = LaneTable()
        var builder = SynchronizationBuilder(of: trace, edges)
        var (laneOfEvent, places, begins): ([Int32], [Int32], [Int32]) = ([], [], [0])
        laneOfEvent.reserveCapacity(trace.events.count)
        places.reserveCapacity(trace.events.count)
        begins.reserveCapacity(trace.events.count + 1)
        var events: [[Int32]] = []
        for (index, event) in trace.events.enumerated() {
            let lane = lanes.number(of: event.thread)
            if lane == events.count { events.append([]) }
            events[lane].append(Int32(index))
            laneOfEvent.append(Int32(lane))
            places.append(Int32(events[lane].count))
            builder.add(event, at: Int32(index))
            begins.append(Int32(builder.sources.count))
        }
        threads = lanes.threads
        self.lanes = laneOfEvent
        self.places = places
        self.events = events
        self.begins = begins
        allSources = builder.sources
    }

    /// How many events there are.
    package var count: Int { lanes.count }

    /// The events that enabled this one, each in another thread or earlier in this.
    package func sources(of event: Int) -> ArraySlice<Int32> {
        allSources[Int(begins[event])..<Int(begins[event + 1])]
    }
}

/// Gives threads dense numbers, in the order in which they appear.
private struct LaneTable {
    private(set) var threads: [ThreadID] = []
    private var numbers: [ThreadID: Int] = [:]

    mutating func number(of thread: ThreadID) -> Int {
        if let number = numbers[thread] { return number }
        numbers[thread] = threads.count
        threads.append(thread)
        return threads.count - 1
    }
}

/// Finds each event's sources, event by event.
private struct SynchronizationBuilder {
    private(set) var sources: [Int32] = []
    private var histories: [any ObjectHistory]
    private var threads = ThreadProgress()

    init(of trace: Trace, _ edges: OrderEdges) {
        histories = Array(repeating: NoHistory(), count: trace.objects.count)
        for (kind, objects) in Dictionary(grouping: trace.objects, by: \.kind) {
            let made = kind.model.histories(of: objects, in: trace, edges)
            for (object, history) in zip(objects, made) where histories.indices.contains(object.id) {
                histories[object.id] = history
            }
        }
    }

    mutating func add(_ event: TraceEvent, at index: Int32) {
        let first = sources.count
        if event.action == .start, event.phase == .done, case .integer(let starter) = event.value,
            let source = threads.last(of: starter)
        {
            sources.append(source)
        }
        if let object = event.object, histories.indices.contains(object) {
            histories[object].add(event, at: index, after: threads, to: &sources)
        }
        // What a thread did itself it comes after anyhow.
        if sources.count == first + 1, sources[first] == threads.last(of: event.thread) {
            sources.removeLast()
        }
        threads.add(event, at: index)
    }
}
