package import Events

/// A mutual-exclusion lock, as Python's `threading.Lock`: it is not reentrant, and any thread may release it.
///
/// | Python | here |
/// |---|---|
/// | `acquire(blocking, timeout)` | `acquire(timeout:)`, `tryAcquire()` |
/// | `release()`, `locked()` | `release()`, `isLocked` |
/// | `with lock:` | `lock.withLock { }` |
///
/// The thread that acquired it last counts as its owner in traces, although another may release it. In the search for
/// deadlocks only what `withLock` holds has an owner for certain; else a circle of waits is one when nothing else moves.
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
        try take(within: timeout, isScoped: false, file: file, line: line)
    }

    /// Waits until nobody holds the lock, and takes it for a scoped section. `withLock` does so, and is what to call.
    public func enter(file: StaticString, line: UInt) throws(Interrupted) {
        _ = try take(within: nil, isScoped: true, file: file, line: line)
    }

    /// Inlined, as handing it all on would cost a tenth of what taking a lock does.
    @inline(__always)
    private func take(
        within timeout: Duration?, isScoped: Bool, file: StaticString, line: UInt
    ) throws(Interrupted) -> Bool {
        let thread = Thread.callingID
        return try state.perform(.acquire, within: timeout, file: file, line: line, when: { $0.isFree }) {
            $0.acquire(by: thread, isScoped: isScoped)
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
    public func releaseAll(file: StaticString, line: UInt) throws(LockError) -> LockHold {
        try state.perform(.release, file: file, line: line) { (state) throws(LockError) in
            guard !state.isFree else { throw .notHeld(lock: name, caller: Thread.current.name) }
            defer { state.release() }
            return LockHold(isScoped: state.isScoped)
        }
    }

    /// Takes the lock again, after a condition's wait.
    public func acquire(_ hold: LockHold, file: StaticString, line: UInt) throws(Interrupted) {
        _ = try take(within: nil, isScoped: hold.isScoped, file: file, line: line)
    }

    /// Whether the calling thread took the lock last, and nobody has let it go since: anybody may, so it is a look that
    /// others' actions can come before.
    public var isHeldByCaller: Bool {
        let thread = Thread.callingID
        return state.perform(quietly: .inspect) { $0.owner == thread }
    }
}

/// The state of a `Lock`.
package struct LockState: GuardedState, Hashable {
    package static var kind: ObjectKind { .lock }
    package private(set) var owner: ThreadID?
    /// Whether the owner is in a scoped section, at whose end it lets the lock go.
    package private(set) var isScoped = false

    package init() {}

    package var isFree: Bool { owner == nil }
    package mutating func acquire(by thread: ThreadID, isScoped: Bool = false) {
        (owner, self.isScoped) = (thread, isScoped)
    }
    package mutating func release() { (owner, isScoped) = (nil, false) }

    package var shown: ObjectState { .lock(owner: owner, isScoped: isScoped) }
    package var holder: ThreadID? { owner }
    /// To let go what another's section holds is allowed, and a mistake: that section's end fails. It is not reckoned with.
    package var onlyHolder: ThreadID? { isScoped ? owner : nil }
}
