/// A number that tells one object of a run from the others; -1 for an object that belongs to no run.
public typealias ObjectID = Int

/// The state inside a guarded object: a plain value, whose guards and transitions can be tested without a thread.
public protocol GuardedState {
    /// What kind of object has this state.
    static var kind: ObjectKind { get }
    /// The state as a trace shows it.
    var shown: ObjectState { get }
    /// The one thread that others wait for when they wait for this object, if the state knows it: a lock's
    /// owner, a future's runner. From it follow the wait-for graph and with it the deadlocks.
    var holder: ThreadID? { get }
}

extension GuardedState {
    /// Most objects are waited for without anybody in particular being waited for.
    public var holder: ThreadID? { nil }
}

/// What every guarded object is apart from the type of its state: an identity in a run, a critical section, and
/// those who wait. An object belongs to the engine of the thread that made it.
public class GuardedObject: @unchecked Sendable {  // `waiters` is protected by `lock`, the rest is constant
    /// Its number in its run's trace.
    public let id: ObjectID
    /// Its kind in its run's trace.
    public let kind: ObjectKind
    /// Its name in traces and messages; `lock-3` unless it was given one.
    public let name: String
    @usableFromInline let lock = WordLock()
    /// The object's engine, if it wants to be told what happens. Nil outside a run: to keep an engine there that is
    /// always there would only have all threads count references in the same place.
    private let recorder: (any Engine)?
    /// Exclusive by `lock`, as the state is.
    @exclusivity(unchecked) private var waiters = Waiters()

    @usableFromInline
    init(kind: ObjectKind, name: String?, engine: (any Engine)?) {
        let engine = engine ?? Thread.current.engine
        recorder = engine.isRecording ? engine : nil
        self.kind = kind
        (id, self.name) = engine.register(kind, name: name)
    }

    /// The one thread that those who wait for this object wait for, if that can be told. Takes the object's
    /// critical section for a moment.
    public var holder: ThreadID? { nil }

    /// How many threads wait for it now. For tests, which wait until a thread is blocked.
    package final var waiterCount: Int {
        lock.acquire()
        defer { lock.release() }
        return waiters.count
    }

    /// The state as a trace shows it. Called inside the critical section.
    var shown: ObjectState { preconditionFailure("a guarded object has a state") }

    /// Tells the engine what happened. Called inside the critical section, so that the trace has every object's
    /// events in the order in which they happened.
    @usableFromInline
    @inline(__always)
    func record(
        _ action: Action, by thread: Unmanaged<Thread>, phase: Phase, file: StaticString, line: UInt,
        value: @autoclosure () -> TraceValue = .none
    ) {
        guard let recorder else { return }
        tell(
            recorder, action, by: thread.takeUnretainedValue(), phase: phase, file: file, line: line,
            value: value())
    }

    @inline(never)
    private func tell(
        _ recorder: any Engine, _ action: Action, by thread: Thread, phase: Phase, file: StaticString,
        line: UInt,
        value: TraceValue
    ) {
        guard thread.engine === recorder else { return }
        recorder.record(
            Occurrence(
                thread: thread, action: action, object: self, phase: phase, state: shown, value: value,
                file: file, line: line))
    }

    /// Leaves the critical section, and wakes those whom the change of state concerns.
    @usableFromInline
    @inline(__always)
    func leave(waking: Waking) {
        if waiters.isEmpty {
            lock.release()
        } else {
            let due = waiters.due(waking)
            lock.release()
            // Outside the critical section: a woken thread should not find it taken.
            due.unblock()
        }
    }

    /// How a wait ended.
    @usableFromInline
    enum WaitEnd {
        /// The guard holds, and the critical section is still held.
        case enabled
        case timedOut
        case interrupted
    }

    /// Waits until the guard holds. Called inside the critical section with a guard that is false; leaves it
    /// while the thread sleeps, and for good unless the guard came to hold.
    @usableFromInline
    @inline(never)
    func wait(
        to action: Action, as thread: Thread, within timeout: Duration?, file: StaticString, line: UInt,
        until isEnabled: @escaping () -> Bool
    ) -> WaitEnd {
        let deadline = timeout.map { thread.engine.now() + $0.nanoseconds }
        if let timeout, timeout <= .zero {
            record(action, by: .passUnretained(thread), phase: .timeout, file: file, line: line)
            lock.release()
            return .timedOut
        }
        let waiter = Waiter(thread: thread, isEnabled: isEnabled)
        waiters.append(waiter)
        // The queue does not keep it: it must live until it is removed, below.
        defer { withExtendedLifetime(waiter) {} }
        record(action, by: .passUnretained(thread), phase: .wait, file: file, line: line)
        while true {
            // Said inside the critical section: whoever wakes this thread must find it blocked, or the engine
            // would count it as blocked from then on.
            thread.engine.willBlock(thread, on: self, until: deadline)
            lock.release()
            let inTime = thread.engine.block(thread, until: deadline)
            lock.acquire()
            waiter.isOnItsWay = false
            // An interrupted thread takes nothing more, even what has just come free: it is to unwind.
            if thread.isInterrupted { return giveUp(.interrupt, .interrupted) }
            if isEnabled() {
                waiters.remove(waiter)
                return .enabled
            }
            if !inTime { return giveUp(.timeout, .timedOut) }
        }

        func giveUp(_ phase: Phase, _ end: WaitEnd) -> WaitEnd {
            waiters.remove(waiter)
            record(action, by: .passUnretained(thread), phase: phase, file: file, line: line)
            // It may have been woken for a change that another waiter can use: hand the wake-up on.
            leave(waking: .next)
            return end
        }
    }
}
