import Events
import Threading
import Tracing

/// What was done to one object so far, as far as it enables what will be done to it.
protocol ObjectHistory: Sendable {
    /// Takes an event on the object in, and appends the events that enabled it.
    ///
    /// - Parameter hasWaited: whether the event's thread was blocked until this event.
    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32])
}

/// An object that orders nothing.
struct NoHistory: ObjectHistory {
    func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {}
}

/// A lock: its release happens before the next acquire. Of the several releases of an rlock, the last is the one before
/// another thread's acquire.
struct LockHistory: ObjectHistory {
    private var release: Int32?

    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {
        guard event.phase == .done else { return }
        switch event.action {
        case .acquire: if let release { sources.append(release) }
        case .release: release = index
        default: break
        }
    }
}

extension TraceEvent {
    /// Whether the lock of this event is held after it.
    var leavesLocked: Bool {
        state.map { $0.kind.model.isLock && $0.holder != nil } ?? false
    }
}

/// A semaphore: the oldest permit is taken first, and the release that gave it happens before the acquire that takes
/// it. The permits that it began with order nothing, so a semaphore for one is as good as a lock, and one for several
/// protects no variable.
///
/// Java promises more, that each release happens before every later acquire; CPython promises nothing in words. What
/// is asked here is which acquire needed which release: any order of a run that keeps these edges has a permit for each
/// acquire, so what they leave unordered could indeed have met.
///
/// The trace does not say how many permits a semaphore began with. It follows from the first event, unless that is a
/// release; then all permits are taken for its own, which at worst orders too much.
struct SemaphoreHistory: ObjectHistory {
    private var permits: Permits?
    private var count = 0

    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {
        guard case .semaphore(let after) = event.state else { return }
        let isTaken = event.action == .acquire && event.phase == .done
        let isGiven = event.action == .release && event.phase == .done
        if permits == nil {
            count = isTaken ? after + 1 : isGiven ? 0 : after
            permits = Permits(initial: count)
        }
        if isTaken, let giver = permits?.take() { sources.append(giver) }
        if isGiven { permits?.give(after - count, by: index) }
        count = after
    }
}

/// An event: the set that raised the flag happens before every wait that it lets through, and before every look that
/// sees the flag. A set of a flag that is up already enables nobody.
struct EventHistory: ObjectHistory {
    private var isSet = false
    private var raised: Int32?

    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {
        guard event.phase == .done else { return }
        switch (event.action, event.state) {
        case (.set, _):
            if !isSet { raised = index }
            isSet = true
        case (.clear, _): isSet = false
        case (.wait, _), (.inspect, .event(isSet: true)): if let raised { sources.append(raised) }
        default: break
        }
    }
}

/// A condition: a notify happens before the end of each wait that it ends.
struct ConditionHistory: ObjectHistory {
    private var notifies: [ThreadID: Int32] = [:]

    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {
        switch (event.action, event.phase, event.value) {
        case (.notify, .done, .list(let threads)):
            for case .integer(let thread) in threads { notifies[thread] = index }
        case (.wait, .wait, _): break
        case (.wait, let phase, _):
            if let notify = notifies.removeValue(forKey: event.thread), phase == .done {
                sources.append(notify)
            }
        default: break
        }
    }
}

/// A future: what ends it happens before whatever finds it ended: a get, a callback, a look.
struct FutureHistory: ObjectHistory {
    private var end: Int32?

    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {
        guard case .future(let stage, _) = event.state, stage != .pending, stage != .running else { return }
        if let end {
            sources.append(end)
        } else if event.phase == .done, event.action == .finish || event.action == .cancel {
            end = index
        }
    }
}

/// A timer: its cancellation happens before the end of the wait that it cuts short.
struct TimerHistory: ObjectHistory {
    private var cancellation: Int32?

    mutating func add(_ event: TraceEvent, at index: Int32, hasWaited: Bool, to sources: inout [Int32]) {
        guard event.phase == .done, case .timer(.cancelled) = event.state else { return }
        if let cancellation {
            sources.append(cancellation)
        } else if event.action == .cancel {
            cancellation = index
        }
    }
}

/// Permits in the order in which they were given; those that were there from the beginning come first.
struct Permits: Sendable {
    private var initial: Int
    private var givers = FIFO<Int32>()

    init(initial: Int) { self.initial = initial }

    /// How many are left.
    var count: Int { initial + givers.count }

    mutating func give(_ count: Int, by index: Int32) {
        for _ in 0..<max(count, 0) { givers.append(index) }
    }

    /// Takes the oldest permit, and says who gave it; nil if nobody did.
    mutating func take() -> Int32? {
        if initial > 0 {
            initial -= 1
            return nil
        }
        return givers.popFirst()
    }
}

/// A queue of values in an array, whose used front is cut off now and then.
struct FIFO<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var head = 0

    var count: Int { elements.count - head }
    var first: Element? { head < elements.count ? elements[head] : nil }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard let first else { return nil }
        head += 1
        if head > 32, head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return first
    }

    mutating func popLast() -> Element? { count > 0 ? elements.popLast() : nil }
}
