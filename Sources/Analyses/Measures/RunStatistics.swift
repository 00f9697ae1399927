public import Events
import Threading
public import Tracing

/// How a run's threads spent their time, and how its objects were fought over.
public struct RunStatistics: Sendable {
    /// One for each thread that has events, by number.
    public private(set) var threads: [ThreadTimes] = []
    /// One for each object that has events, by number.
    public private(set) var objects: [ObjectUse] = []

    /// How a thread spent its time, in nanoseconds. The three kinds add up to its life, from its first event in the
    /// trace to its end, or to the trace's end if it has none.
    public struct ThreadTimes: Sendable, Hashable {
        /// The thread.
        public let thread: ThreadID
        /// Its first event.
        public let startNs: Int64
        /// Its last event, or the trace's if it has not ended.
        public fileprivate(set) var endNs: Int64
        /// How long it could have run: the trace cannot tell whether it had a processor.
        public fileprivate(set) var runningNs: Int64 = 0
        /// How long it waited for an object.
        public fileprivate(set) var blockedNs: Int64 = 0
        /// How long it slept.
        public fileprivate(set) var sleepingNs: Int64 = 0
        /// How often it waited for an object.
        public fileprivate(set) var waits = 0
    }

    /// How an object was used.
    public struct ObjectUse: Sendable, Hashable {
        /// The object.
        public let object: ObjectID
        /// How many actions went through that may have to wait: acquires, gets, puts, waits, joins.
        public fileprivate(set) var acquisitions = 0
        /// How many actions had to wait, whether or not they went through in the end.
        public fileprivate(set) var contentions = 0
        /// How long threads waited for it in all, in nanoseconds.
        public fileprivate(set) var totalWaitNs: Int64 = 0
        /// The longest of those waits, in nanoseconds.
        public fileprivate(set) var longestWaitNs: Int64 = 0
        /// The event that began the longest wait, by `seq`; nil if nobody waited.
        public fileprivate(set) var longestWait: Int?
        /// How many threads waited for it at once at most.
        public fileprivate(set) var mostWaiters = 0
        fileprivate var waiters = 0
    }

    /// The statistics of a trace.
    public init(of trace: Trace) {
        var times: [ThreadID: ThreadTimes] = [:]
        var uses: [ObjectID: ObjectUse] = [:]
        var last: [ThreadID: TraceEvent] = [:]
        let kinds = trace.objects.map(\.kind.model)
        for event in trace.events {
            if let before = last[event.thread] {
                Self.add(event.atNs - before.atNs, after: before, to: &times[event.thread])
                if before.phase == .wait { Self.endWait(before, at: event.atNs, &uses) }
            } else {
                times[event.thread] = ThreadTimes(
                    thread: event.thread, startNs: event.atNs, endNs: event.atNs)
            }
            Self.count(event, of: kinds, &uses)
            last[event.thread] = event
        }
        let end = trace.events.last?.atNs ?? 0
        for (thread, event) in last where event.action != .end {
            Self.add(end - event.atNs, after: event, to: &times[thread])
            if event.phase == .wait { Self.endWait(event, at: end, &uses) }
        }
        threads = times.values.sorted { $0.thread < $1.thread }
        objects = uses.values.sorted { $0.object < $1.object }
    }

    private static func add(_ duration: Int64, after event: TraceEvent, to times: inout ThreadTimes?) {
        times?.endNs = event.atNs + duration
        switch (event.phase, event.action) {
        case (.wait, .sleep): times?.sleepingNs += duration
        case (.wait, _): times?.blockedNs += duration
        default: times?.runningNs += duration
        }
        if event.phase == .wait, event.object != nil { times?.waits += 1 }
    }

    private static func count(
        _ event: TraceEvent, of kinds: [any KindOfObject.Type], _ uses: inout [ObjectID: ObjectUse]
    ) {
        guard let object = event.object, kinds.indices.contains(object) else { return }
        var use = uses[object] ?? ObjectUse(object: object)
        if event.phase == .done, kinds[object].mayWait(event.action) { use.acquisitions += 1 }
        if event.phase == .wait {
            use.contentions += 1
            use.waiters += 1
            use.mostWaiters = max(use.mostWaiters, use.waiters)
        }
        uses[object] = use
    }

    private static func endWait(_ wait: TraceEvent, at end: Int64, _ uses: inout [ObjectID: ObjectUse]) {
        guard let object = wait.object, var use = uses[object] else { return }
        let duration = end - wait.atNs
        use.waiters -= 1
        use.totalWaitNs += duration
        if use.longestWait == nil || duration > use.longestWaitNs {
            use.longestWaitNs = duration
            use.longestWait = wait.seq
        }
        uses[object] = use
    }
}
