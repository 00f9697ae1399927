import Events
import Threading
import Tracing

/// Happens-before as one would write it on a blackboard: every pair of events is looked at, and each rule looks at the
/// whole trace again. The oracle for the vector clocks.
struct NaiveOrder {
    /// For each event those that happened before it.
    private(set) var past: [Set<Int>] = []
    private let events: [TraceEvent]
    private let permits: Int
    private let capacity: Int

    init(of trace: Trace, permits: Int, capacity: Int) {
        events = trace.events
        self.permits = permits
        self.capacity = capacity
        for second in events.indices {
            let direct = (0..<second).filter { isDirect($0, second, trace.objects) }
            past.append(Set(direct).union(direct.flatMap { past[$0] }))
        }
    }

    private func isDirect(_ first: Int, _ second: Int, _ objects: [TraceObject]) -> Bool {
        let (a, b) = (events[first], events[second])
        if a.thread == b.thread { return true }
        if b.phase == .timeout {
            return a.object == b.object && a.phase == .done && isFound(first, second, objects)
        }
        if b.phase != .done { return false }
        if b.action == .start { return b.value == .integer(a.thread) }
        guard let object = b.object else { return false }
        if case .thread(.ended, let thread) = b.state { return a.thread == thread }
        if case .thread(.running, let thread) = b.state { return a.thread == thread && a.action == .start }
        guard a.object == object, a.phase == .done else { return false }
        switch (objects[object].kind, a.action, b.action) {
        case (.lock, .release, .acquire), (.rlock, .release, .acquire):
            return lets(a)
                && !(first + 1..<second).contains { events[$0].object == object && lets(events[$0]) }
        case (.semaphore, .release, .acquire):
            let givers = done(object, .release).flatMap { Array(repeating: $0, count: given(by: $0)) }
            let number = rank(of: second, among: done(object, .acquire)) - permits
            return number >= 0 && givers[number] == first
        case (.event, .set, .wait):
            return done(object, .set).last { changesFlag($0) && $0 < second } == first
        case (_, _, .inspect): return isFound(first, second, objects)
        case (.condition, .notify, .wait):
            guard case .list(let called) = a.value, called.contains(.integer(b.thread)) else { return false }
            return !(first + 1..<second).contains {
                events[$0].object == object && events[$0].thread == b.thread && events[$0].action == .wait
                    && events[$0].phase == .done
            }
        case (.queue, .put, .get):
            return rank(of: first, among: done(object, .put)) == rank(of: second, among: done(object, .get))
        case (.queue, .get, .put):
            return rank(of: first, among: done(object, .get)) + capacity
                == rank(of: second, among: done(object, .put))
        case (.latch, .countDown, .wait): return counts(first, object)
        case (.atomic, _, .load), (.atomic, _, .exchange): return isFound(first, second, objects)
        case (.queue, .put, .taskDone): return !hasGot(by: second)
        case (.queue, .taskDone, .join), (.future, .finish, .get): return true
        case (.pool, .submit, .take):
            return rank(of: first, among: done(object, .submit))
                == rank(of: second, among: done(object, .take))
        case (.timer, .cancel, .cancel), (.timer, .cancel, .wait):
            return done(object, .cancel).first == first
        case (.barrier, .arrive, .arrive):
            return phase(of: a) == phase(of: b) && isFull(b)
        case (.barrier, .set, .wait):
            let arrival = (0..<second).last { events[$0].thread == b.thread && events[$0].action == .arrive }
            return arrival.map { phase(of: events[$0]) + 1 } == phase(of: a)
        case (.barrier, .set, .arrive):
            return hasWaited(second) && done(object, .set).last { $0 < second } == first
        default: return false
        }
    }

    /// Whether what was done to an object is why somebody who looks at it later, or tries it in vain, finds what it finds.
    private func isFound(_ first: Int, _ second: Int, _ objects: [TraceObject]) -> Bool {
        let (a, b) = (events[first], events[second])
        guard let object = b.object else { return false }
        let between = (first + 1..<second).filter { events[$0].object == object && events[$0].phase == .done }
        switch (objects[object].kind, a.action) {
        case (.lock, .acquire), (.lock, .release):
            return !between.contains { events[$0].action == .acquire || events[$0].action == .release }
        case (.event, .set), (.event, .clear):
            return changesFlag(first) && a.state == b.state && !between.contains { changesFlag($0) }
        case (.latch, .countDown): return counts(first, object)
        case (.atomic, .store), (.atomic, .exchange):
            return !between.contains { events[$0].action == .store || events[$0].action == .exchange }
        case (.queue, .get): return true
        case (.queue, .put):
            return rank(of: first, among: done(object, .put))
                >= done(object, .get).count { $0 < second }
        default: return false
        }
    }

    /// Whether a count is one of those up to the one that opened the latch.
    private func counts(_ count: Int, _ latch: ObjectID) -> Bool {
        let opening = done(latch, .countDown).first { events[$0].state == .latch(count: 0) }
        return opening.map { count <= $0 } ?? true
    }

    /// Whether a thread that is done with an item has got one that it was not done with.
    private func hasGot(by taskDone: Int) -> Bool {
        var open = 0
        for event in events[..<taskDone]
        where event.object == events[taskDone].object && event.thread == events[taskDone].thread
            && event.phase == .done
        {
            if event.action == .get { open += 1 }
            if event.action == .taskDone { open = max(0, open - 1) }
        }
        return open > 0
    }

    private func done(_ object: ObjectID, _ action: Action) -> [Int] {
        events.indices.filter {
            events[$0].object == object && events[$0].action == action && events[$0].phase == .done
        }
    }

    private func rank(of event: Int, among others: [Int]) -> Int { others.count { $0 < event } }

    private func lets(_ event: TraceEvent) -> Bool {
        let free: [ObjectState] = [.lock(owner: nil), .rlock(owner: nil, count: 0)]
        return event.action == .release && event.state.map(free.contains) ?? false
    }

    private func given(by event: Int) -> Int {
        let before = events[..<event].last { $0.object == events[event].object }?.state
        guard case .semaphore(let old, _) = before, case .semaphore(let new, _) = events[event].state else {
            return 0
        }
        return new - old
    }

    /// Whether a set raises the flag of an event, or a clear lowers it.
    private func changesFlag(_ event: Int) -> Bool {
        let before = events[..<event].last { $0.object == events[event].object }?.state
        switch events[event].action {
        case .set: return before != .event(isSet: true)
        case .clear: return before == .event(isSet: true)
        default: return false
        }
    }

    private func phase(of event: TraceEvent) -> Int {
        if case .barrier(_, _, let phase, _) = event.state { phase } else { -1 }
    }

    private func isFull(_ event: TraceEvent) -> Bool {
        if case .barrier(let waiting, let parties, _, _) = event.state { waiting == parties } else { false }
    }

    private func hasWaited(_ event: Int) -> Bool {
        events[..<event].last { $0.thread == events[event].thread }?.phase == .wait
    }
}
