package import Events

/// A reentrant lock, as Python's `threading.RLock`: its owner may take it again, and must let it go as often.
///
/// | Python | here |
/// |---|---|
/// | `acquire(blocking, timeout)` | `acquire(timeout:)`, `tryAcquire()` |
/// | `release()` | `release()` |
/// | `with lock:` | `lock.withLock { }` |
public final class RLock: Sendable {
    package let state: Guarded<RLockState>

    /// A lock that nobody holds.
    public init(name: String? = nil) {
        state = Guarded(RLockState(), name: name)
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// Waits until nobody else holds the lock, and takes it once more.
    ///
    /// - Parameter timeout: how long to wait at most; nil waits for ever, zero does not wait.
    /// - Returns: whether the lock was taken; false only if the time was up.
    @discardableResult
    public func acquire(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) -> Bool {
        let thread = Thread.callingID
        return try state.perform(
            .acquire, within: timeout, file: file, line: line, when: { $0.isFree(for: thread) }
        ) { $0.acquire(by: thread) } != nil
    }

    /// Takes the lock if nobody else holds it; does not wait.
    public func tryAcquire(file: StaticString = #fileID, line: UInt = #line) throws(Interrupted) -> Bool {
        try acquire(timeout: .zero, file: file, line: line)
    }

    /// Undoes one acquisition of the calling thread; the last one lets the lock go and wakes one of those who
    /// wait. Never blocks.
    ///
    /// - Throws: `LockError.notOwned` if the calling thread does not hold it.
    public func release(file: StaticString = #fileID, line: UInt = #line) throws(LockError) {
        try releaseOwned(file: file, line: line) { $0.release() }
    }

    /// Lets the lock go however often the calling thread has taken it, for a condition's wait.
    public func releaseAll(file: StaticString, line: UInt) throws(LockError) -> LockHold {
        LockHold(times: try releaseOwned(file: file, line: line) { $0.releaseAll() })
    }

    private func releaseOwned<Output>(
        file: StaticString, line: UInt, _ transition: (inout RLockState) -> Output
    ) throws(LockError) -> Output {
        let thread = Thread.current
        return try state.perform(.release, file: file, line: line) { (state) throws(LockError) in
            guard state.owner == thread.id else {
                throw .notOwned(lock: name, owner: state.owner.map(threadName), caller: thread.name)
            }
            return transition(&state)
        }
    }

    /// Takes the lock as often as `releaseAll` let it go, after a condition's wait.
    public func acquire(_ hold: LockHold, file: StaticString, line: UInt) throws(Interrupted) {
        let thread = Thread.callingID
        _ = try state.perform(.acquire, file: file, line: line, when: { $0.isFree(for: thread) }) {
            $0.acquire(by: thread, times: hold.times)
        }
    }

    /// Whether the calling thread holds the lock. No action: only the thread itself could change the answer.
    public var isHeldByCaller: Bool {
        let thread = Thread.callingID
        return state.peek { $0.owner == thread }
    }
}

/// The name of a thread of the calling thread's engine, for a message.
func threadName(_ id: ThreadID) -> String {
    // Called inside an object's critical section, so without an action on the thread.
    let live = Thread.current.engine.threads.first { thread in
        thread.id == id && thread.life.peek { $0.stage == .running }
    }
    return live?.label ?? "a thread that has ended"
}

/// The state of an `RLock`.
package struct RLockState: GuardedState, Hashable {
    package static var kind: ObjectKind { .rlock }
    package private(set) var owner: ThreadID?
    package private(set) var count = 0

    package init() {}

    package func isFree(for thread: ThreadID) -> Bool { owner == nil || owner == thread }

    package mutating func acquire(by thread: ThreadID, times: Int = 1) {
        owner = thread
        count += times
    }

    package mutating func release() {
        count -= 1
        if count == 0 { owner = nil }
    }

    /// Undoes all acquisitions at once, and says how many they were.
    package mutating func releaseAll() -> Int {
        defer { (owner, count) = (nil, 0) }
        return count
    }

    package var shown: ObjectState { .rlock(owner: owner, count: count) }
    package var holder: ThreadID? { owner }
    package var onlyHolder: ThreadID? { owner }
}
