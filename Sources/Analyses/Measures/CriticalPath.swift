public import Events
import Threading
import Tracing

/// The chain of work and waits that determined how long a run took: had any part of it been shorter, the run would have
/// been. It is found backwards: from the run's last event to the end of that thread's last wait, from there to whatever
/// ended that wait, and so on to the run's start (Cui-Qing Yang and Barton Miller, 1988).
public struct CriticalPath: Sendable {
    /// What a thread did in a part of the path.
    public enum Activity: String, Sendable, CaseIterable {
        /// It could run.
        case running
        /// It slept.
        case sleeping
        /// It waited until its time was up, or until it was interrupted.
        case waiting
        /// What it waited for had come, but it did not run yet.
        case waking
    }

    /// A part of the path. Each begins when the one before it ends.
    public struct Segment: Sendable, Hashable {
        /// The thread that the run's end depended on.
        public let thread: ThreadID
        /// What it did.
        public let activity: Activity
        /// When the part begins, in nanoseconds from the run's start.
        public let fromNs: Int64
        /// When it ends.
        public let toNs: Int64
        /// What the thread had waited for, with `waiting` and `waking`.
        public let object: ObjectID?
        /// The event that ended the wait, by `seq`: with `waking` what another thread did, and the part before is that
        /// thread's; with `waiting` and `sleeping` the thread's own.
        public let endedBy: Int?
    }

    /// The parts, from the run's start to its end.
    public let segments: [Segment]

    /// The critical path of a run.
    public init(in context: AnalysisContext) {
        segments = PathSearch(in: context).segments()
    }
}

private struct PathSearch {
    private let events: [TraceEvent]
    private let daemons: Set<ThreadID>
    private let enablers: Enablers
    /// For each event the one before it in its thread.
    private let previous: [Int?]

    init(in context: AnalysisContext) {
        events = context.trace.events
        daemons = Set(context.trace.threads.filter(\.daemon).map(\.id))
        enablers = context.enablers
        let order = context.order
        var last: [Int?] = Array(repeating: nil, count: order.threads.count)
        var previous: [Int?] = []
        previous.reserveCapacity(events.count)
        for (index, lane) in order.lanes.enumerated() {
            previous.append(last[Int(lane)])
            last[Int(lane)] = index
        }
        self.previous = previous
    }

    func segments() -> [CriticalPath.Segment] {
        // What daemons did after the others had ended did not hold up the end.
        let end =
            events.lastIndex { $0.action == .end && !daemons.contains($0.thread) } ?? events.indices.last
        guard var current = end else { return [] }
        var segments: [CriticalPath.Segment] = []
        /// The end of the running part that is being traced back.
        var until = events[current].atNs
        while true {
            let event = events[current]
            let before = previous[current]
            guard let cause = enablers.enabler(of: current) else {
                if let before, events[before].phase != .wait {
                    current = before
                    continue
                }
                add(.running, event.thread, event.atNs, until, to: &segments)
                guard let before else { break }
                // A wait that nobody ended.
                let activity = event.action == .sleep ? CriticalPath.Activity.sleeping : .waiting
                add(
                    activity, event.thread, events[before].atNs, event.atNs, event.object, event.seq,
                    to: &segments)
                (current, until) = (before, events[before].atNs)
                continue
            }
            add(.running, event.thread, event.atNs, until, to: &segments)
            let giver = events[cause]
            if event.action == .start, event.phase == .done {
                // The starter ran until it started this one.
                (current, until) = (cause, event.atNs)
                continue
            }
            add(.waking, event.thread, giver.atNs, event.atNs, event.object, giver.seq, to: &segments)
            (current, until) = (cause, giver.atNs)
        }
        return segments.reversed()
    }

    private func add(
        _ activity: CriticalPath.Activity, _ thread: ThreadID, _ from: Int64, _ to: Int64,
        _ object: ObjectID? = nil, _ endedBy: Int? = nil, to segments: inout [CriticalPath.Segment]
    ) {
        if activity == .running && from == to { return }
        segments.append(
            CriticalPath.Segment(
                thread: thread, activity: activity, fromNs: from, toNs: to, object: object, endedBy: endedBy))
    }
}
