package import Events

/// A condition variable, as Python's `threading.Condition`: threads that hold its lock wait until another thread
/// that holds it notifies them.
///
/// | Python | here |
/// |---|---|
/// | `Condition(lock)` | `Condition()`, `Condition(lock)` |
/// | `wait(timeout)`, `wait_for(predicate, timeout)` | `wait(timeout:)`, `waitFor(timeout:_:)` |
/// | `notify(n)`, `notify_all()` | `notify(_:)`, `notifyAll()` |
/// | `acquire()`, `release()`, `with condition:` | `acquire()`, `release()`, `condition.withLock { }` |
///
/// Those who have waited longest are notified first. Unlike in Python, a notification that arrives just as the
/// time is up counts as one, and a wait that is interrupted ends without the lock, and hands a notification on that it
/// can use no more.
public final class Condition: Lockable {
    private let lock: any Lockable
    package let state: Guarded<ConditionState>

    /// A condition with a lock, a new `RLock` unless one is given.
    public init(_ lock: (any Lockable)? = nil, name: String? = nil) {
        state = Guarded(ConditionState(), name: name)
        self.lock = lock ?? RLock(name: name.map { $0 + " lock" })
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// Lets the lock go, waits until notified, and takes the lock again.
    ///
    /// - Parameter timeout: how long to wait for the notification at most; nil waits for ever. Taking the lock
    ///   again has no limit.
    /// - Returns: false only if the time was up before the thread was notified. (An exploration that was asked to wakes
    ///   threads without a notification, as other systems may: whoever waits should look whether what it waits for has
    ///   come.)
    /// - Throws: `ConditionError.lockNotHeld`; `.interrupted`, and then the lock is not held any more.
    @discardableResult
    public func wait(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(ConditionError) -> Bool {
        let caller = try holder()
        let thread = caller.id
        // Without an action of its own: whoever notifies needs the lock, and the calling thread still holds it.
        state.peek { $0.waiting.append(thread) }
        let hold: LockHold
        do { hold = try lock.releaseAll(file: file, line: line) } catch {
            abandon(thread, file: file, line: line)
            throw lockNotHeld()
        }
        let isSpurious = isToBeWokenSpuriously(thread, on: caller.engine)
        let woken: Bool?
        do {
            woken = try state.perform(
                .wait, within: timeout, file: file, line: line, value: { $0 ? .none : .text("spurious") },
                when: { isSpurious || $0.isNotified(thread) }
            ) { $0.leave(thread) }
        } catch {
            abandon(thread, file: file, line: line)
            throw .interrupted
        }
        let isNotified = woken ?? state.peek { $0.leave(thread) }
        do { try lock.acquire(hold, file: file, line: line) } catch {
            if isNotified { handOn(file: file, line: line) }
            throw .interrupted
        }
        return isNotified || woken != nil
    }

    /// Whether the wait that begins will end without a notification, and without having cost another thread one: that is
    /// chosen now, so that a wait that does not can last, and its time run out.
    private func isToBeWokenSpuriously(_ thread: ThreadID, on engine: any Engine) -> Bool {
        guard let controller = engine.controlling, controller.allowsSpuriousWakeup,
            controller.choose(among: 2) == 1
        else { return false }
        controller.noteSpuriousWakeup()
        return !state.peek { $0.leave(thread) }
    }

    /// Ends a wait that fails.
    private func abandon(_ thread: ThreadID, file: StaticString, line: UInt) {
        if state.peek({ $0.leave(thread) }) { handOn(file: file, line: line) }
    }

    /// Gives a notification that its receiver cannot use to another: else it would be lost, and with it perhaps the
    /// only one that tells of an item.
    private func handOn(file: StaticString, line: UInt) {
        if state.peek({ $0.waiting.isEmpty }) { return }
        notifyHoldingOrNot(atMost: 1, file: file, line: line)
    }

    /// Waits until a predicate holds, which is tested first, and again after each notification, with the lock held.
    ///
    /// - Parameter timeout: how long to wait at most in all; nil waits for ever. Zero lets the lock go once, and tests
    ///   again.
    /// - Returns: the predicate's last value.
    /// - Throws: as `wait`, or what the predicate throws.
    @discardableResult
    public func waitFor(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line,
        _ predicate: () throws -> Bool
    ) throws -> Bool {
        let deadline = Deadline(timeout)
        _ = try holder()
        if try predicate() { return true }
        // Once in any case, so that others get the lock even if there is no time at all.
        var left = timeout
        repeat {
            try wait(timeout: left, file: file, line: line)
            if try predicate() { return true }
            left = deadline.left
        } while left.map { $0 > .zero } ?? true
        return false
    }

    /// Wakes those who have waited longest, `count` of them at most. They go on once they get the lock, so not
    /// before the caller lets it go. Never blocks.
    ///
    /// - Throws: `ConditionError.lockNotHeld`.
    public func notify(
        _ count: Int = 1, file: StaticString = #fileID, line: UInt = #line
    ) throws(ConditionError) {
        try notify(atMost: count, file: file, line: line)
    }

    /// Wakes all that wait. Never blocks.
    ///
    /// - Throws: `ConditionError.lockNotHeld`.
    public func notifyAll(file: StaticString = #fileID, line: UInt = #line) throws(ConditionError) {
        try notify(atMost: .max, file: file, line: line)
    }

    /// Waits until nobody else holds the condition's lock, and takes it.
    @discardableResult
    public func acquire(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) -> Bool {
        try lock.acquire(timeout: timeout, file: file, line: line)
    }

    /// Takes the condition's lock for a scoped section. `withLock` does so, and is what to call.
    public func enter(file: StaticString, line: UInt) throws(Interrupted) {
        try lock.enter(file: file, line: line)
    }

    /// Takes the condition's lock as it was held.
    public func acquire(_ hold: LockHold, file: StaticString, line: UInt) throws(Interrupted) {
        try lock.acquire(hold, file: file, line: line)
    }

    /// Lets the condition's lock go.
    public func release(file: StaticString = #fileID, line: UInt = #line) throws(LockError) {
        try lock.release(file: file, line: line)
    }

    /// Lets the condition's lock go however often it was taken.
    public func releaseAll(file: StaticString, line: UInt) throws(LockError) -> LockHold {
        try lock.releaseAll(file: file, line: line)
    }

    /// Whether the calling thread holds the condition's lock.
    public var isHeldByCaller: Bool { lock.isHeldByCaller }

    private func notify(atMost count: Int, file: StaticString, line: UInt) throws(ConditionError) {
        _ = try holder()
        notifyHoldingOrNot(atMost: count, file: file, line: line)
    }

    private func notifyHoldingOrNot(atMost count: Int, file: StaticString, line: UInt) {
        _ = state.perform(
            .notify, waking: .all, file: file, line: line,
            value: { (threads: [ThreadID]) in .list(threads.map { .integer($0) }) }
        ) { $0.notify(atMost: count, choosing: Thread.current.engine.choose(among:)) }
    }

    /// The calling thread, if it holds the lock.
    private func holder() throws(ConditionError) -> Thread {
        guard lock.isHeldByCaller else { throw lockNotHeld() }
        return .current
    }

    private func lockNotHeld() -> ConditionError {
        .lockNotHeld(condition: name, caller: Thread.current.name)
    }
}

/// The state of a condition: who waits, longest first, and who was notified but has not gone on yet.
package struct ConditionState: GuardedState, Hashable {
    package static var kind: ObjectKind { .condition }
    package var waiting: [ThreadID] = []
    package private(set) var notified: [ThreadID] = []

    package init() {}

    package func isNotified(_ thread: ThreadID) -> Bool { notified.contains(thread) }

    /// Notifies some of those who wait, and says who they are: those who have waited longest, unless `choose` picks
    /// others. If all are notified there is nothing to choose.
    package mutating func notify(
        atMost count: Int, choosing choose: (_ among: Int) -> Int = { _ in 0 }
    ) -> [ThreadID] {
        var threads: [ThreadID] = []
        if count >= waiting.count {
            (threads, waiting) = (waiting, [])
        } else {
            while threads.count < count { threads.append(waiting.remove(at: choose(waiting.count))) }
        }
        notified += threads
        return threads
    }

    /// Ends a thread's wait, and says whether it had been notified.
    package mutating func leave(_ thread: ThreadID) -> Bool {
        waiting.removeAll { $0 == thread }
        guard let index = notified.firstIndex(of: thread) else { return false }
        notified.remove(at: index)
        return true
    }

    package var shown: ObjectState { .condition(waiting: waiting, notified: notified) }

    /// Who has been notified leaves, and nobody else notices.
    package func commute(_ first: Action, _ second: Action) -> Bool { first == .wait && second == .wait }
}

/// Why a condition's wait or notification fails.
public enum ConditionError: InterruptibleError, Hashable, CustomStringConvertible {
    /// Waiting and notifying need the condition's lock.
    case lockNotHeld(condition: String, caller: String)
    /// The calling thread was interrupted.
    case interrupted

    /// What went wrong, as a sentence.
    public var description: String {
        switch self {
        case .lockNotHeld(let condition, let caller):
            "\(caller) waits on or notifies \(condition) without holding its lock."
        case .interrupted: Interrupted.interrupted.description
        }
    }
}
