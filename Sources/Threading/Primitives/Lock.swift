package import Events

/// A mutual-exclusion lock, as Python's `threading.Lock`: it is not reentrant, and any thread may release it.
///
/// | Python | here |
/// |---|---|
/// | `acquire(blocking, timeout)` | `acquire(timeout:)`, `tryAcquire()` |
/// | `release()`, `locked()` | `release()`, `isLocked` |
/// | `with lock:` | `lock.withLock { }` |
///
/// The thread that acquired it last counts as its owner in traces and in the search for deadlocks, although
/// another may release it.
public final class Lock: Sendable {
    package let state: Guarded<LockState>

    /// A lock that nobody holds.
    public init(name: String? = nil) {
        state = Guarded(LockState(), name: name)
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// Waits until nobody holds the lock, and takes it.
    ///
    /// - Parameter timeout: how long to wait at most; nil waits for ever, zero does not wait.
    /// - Returns: whether the lock was taken; false only if the time was up.
    @discardableResult
    public func acquire(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) -> Bool {
        let thread = Thread.callingID
        return try state.perform(.acquire, within: timeout, file: file, line: line, when: { $0.isFree }) {
            $0.acquire(by: thread)
        } != nil
    }

    /// Takes the lock if nobody holds it; does not wait.
    public func tryAcquire(file: StaticString = #fileID, line: UInt = #line) throws(Interrupted) -> Bool {
        try acquire(timeout: .zero, file: file, line: line)
    }

    /// Lets the lock go, whichever thread took it; wakes one of those who wait. Never blocks.
    ///
    /// - Throws: `LockError.notHeld` if nobody holds it.
    public func release(file: StaticString = #fileID, line: UInt = #line) throws(LockError) {
        try state.perform(.release, file: file, line: line) { (state) throws(LockError) in
            guard !state.isFree else { throw .notHeld(lock: name, caller: Thread.current.name) }
            state.release()
        }
    }

    /// Whether some thread holds the lock now. It may have changed by the time the answer is read.
    public var isLocked: Bool {
        state.perform(.inspect, file: nowhere, line: 0) { !$0.isFree }
    }

    /// Lets the lock go, for a condition's wait.
    public func releaseAll(file: StaticString, line: UInt) throws(LockError) -> Int {
        try release(file: file, line: line)
        return 1
    }

    /// Takes the lock again, after a condition's wait.
    public func acquire(times: Int, file: StaticString, line: UInt) throws(Interrupted) {
        try acquire(file: file, line: line)
    }

    /// Whether the calling thread took the lock last, and nobody has let it go since.
    public var isHeldByCaller: Bool {
        let thread = Thread.callingID
        return state.peek { $0.owner == thread }
    }
}

/// The state of a `Lock`.
package struct LockState: GuardedState, Hashable {
    package static var kind: ObjectKind { .lock }
    package private(set) var owner: ThreadID?

    package init() {}

    package var isFree: Bool { owner == nil }
    package mutating func acquire(by thread: ThreadID) { owner = thread }
    package mutating func release() { owner = nil }

    package var shown: ObjectState { .lock(owner: owner) }
    package var holder: ThreadID? { owner }
}
