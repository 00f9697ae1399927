public import Threading

/// Something that threads can be blocked on.
public protocol Blocking {
    /// How many threads are blocked on it now.
    var blockedThreads: Int { get }
}

extension GuardedObject: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { waiterCount }
}

extension Lock: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { state.waiterCount }
}

extension RLock: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { state.waiterCount }
}

extension Condition: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { state.waiterCount }
}

extension Semaphore: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { state.waiterCount }
}

extension BoundedSemaphore: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { state.waiterCount }
}

extension Event: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { state.waiterCount }
}

extension Barrier: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { state.waiterCount }
}

extension CountDownLatch: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { state.waiterCount }
}

extension BlockingQueue: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { state.waiterCount }
}

extension SimpleQueue: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { state.waiterCount }
}

extension Future: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { state.waiterCount }
}

extension ThreadPool: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { core.state.waiterCount }
}

extension Thread: Blocking {
    /// How many threads are blocked on it now.
    public var blockedThreads: Int { life.waiterCount }
}

/// Waits until something is so. The sleep between two looks lets other threads run, on whatever carries them; what
/// is waited for is the condition.
public func waitUntil(_ holds: () throws -> Bool) throws {
    while try !holds() { try sleep(for: .microseconds(100)) }
}

/// Waits until a number of threads are blocked on an object.
public func waitUntil(_ count: Int = 1, blockedOn object: some Blocking) throws {
    try waitUntil { object.blockedThreads >= count }
}
