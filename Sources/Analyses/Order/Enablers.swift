import Events
import Tracing

/// Who made what possible: for each end of a wait, and for each thread's start, the last of the events of other threads
/// that it came after of necessity.
///
/// Only what was possible at last counts: a thread that found its permit free needed nobody, although somebody had
/// released it once. A wait that the watchdog ended, or that was given up in time, was ended by nobody.
public struct Enablers: Sendable {
    /// For each event the one that made it possible, or -1.
    private let enablers: [Int32]
    private let firstSeq: Int

    /// An event, and the event of another thread that made it possible; both by `seq`.
    public struct Pair: Sendable, Hashable {
        /// The end of a wait, or a thread's start.
        public let event: Int
        /// What another thread did before it.
        public let by: Int

        /// A pair of these events.
        public init(event: Int, by: Int) { (self.event, self.by) = (event, by) }
    }

    /// The enablers of a trace's events.
    init(of trace: Trace, in order: SynchronizationOrder) {
        var last = Array(repeating: Int32(-1), count: order.threads.count)
        enablers = trace.events.indices.map { event in
            let lane = order.lanes[event]
            let before = last[Int(lane)]
            last[Int(lane)] = Int32(event)
            // A thread that ran all the while needed nobody. Whether one did of which the beginning was dropped, nobody
            // knows.
            let mayHaveWaited =
                before >= 0
                ? trace.events[Int(before)].phase == .wait
                : trace.truncated > 0
                    || (trace.events[event].action == .start && trace.events[event].phase == .done)
            guard mayHaveWaited, trace.events[event].phase != .timeout else { return -1 }
            let source = order.sources(of: event).max() ?? -1
            // What came before the wait began cannot have ended it.
            return source > before && order.lanes[Int(source)] != lane ? source : -1
        }
        firstSeq = trace.truncated
    }

    /// The event that made another possible, both by their position in the trace.
    func enabler(of event: Int) -> Int? { enablers[event] < 0 ? nil : Int(enablers[event]) }

    /// All events that another thread made possible, in the order of the trace.
    public var pairs: [Pair] {
        enablers.enumerated().compactMap { event, enabler in
            enabler < 0 ? nil : Pair(event: event + firstSeq, by: Int(enabler) + firstSeq)
        }
    }
}
