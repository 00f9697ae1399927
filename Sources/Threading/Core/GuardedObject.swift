public import Events

/// The state inside a guarded object: a plain value, whose guards and transitions can be tested without a thread.
public protocol GuardedState {
    /// What kind of object has this state.
    static var kind: ObjectKind { get }
    /// The state as a trace shows it.
    var shown: ObjectState { get }
    /// The one thread that others wait for when they wait for this object, if the state knows it: a lock's
    /// owner, a future's runner. From it follow the wait-for graph and with it the deadlocks.
    var holder: ThreadID? { get }
    /// The holder, if no wait for this object ends without it, whatever all others do: the owner of an rlock, but not of
    /// a lock that any thread may release. Only a circle of those is a deadlock while other threads go on.
    var onlyHolder: ThreadID? { get }
    /// Whether two actions of two threads commute, whatever the state: in whichever order they come, the state and
    /// their results are the same, and neither makes the other possible or impossible. Partial-order reduction rests
    /// on it.
    func commute(_ first: Action, _ second: Action) -> Bool
    /// Which of its kind's ways to commute it has, 0 or 1. As long as it lives, `commute`
    /// depends on nothing else.
    var variant: Int { get }
    /// Whether any action has to wait. Only then are past states of interest.
    static var hasGuards: Bool { get }
    /// The state with all that guards ask for, and no value of the program: who keeps it keeps nothing alive.
    var withoutValues: Self { get }
}

extension GuardedState {
    /// Most objects are waited for without anybody in particular being waited for.
    public var holder: ThreadID? { nil }
    /// Of most objects anybody may do what is waited for.
    public var onlyHolder: ThreadID? { nil }
    /// Two looks commute; what else does is said by each primitive.
    @inlinable
    public func commute(_ first: Action, _ second: Action) -> Bool { first == .inspect && second == .inspect }
    /// Most objects of a kind commute alike.
    public var variant: Int { 0 }
    /// Most states have no values.
    public var withoutValues: Self { self }
    /// Most primitives make threads wait.
    public static var hasGuards: Bool { true }
}

/// What every guarded object is apart from the type of its state: an identity in a run, a critical section, and
/// those who wait. An object belongs to the engine of the thread that made it.
public class GuardedObject: @unchecked Sendable {  // `waiters` is protected by `lock`, the rest is constant
    /// Its number in its run's trace.
    public let id: ObjectID
    /// Its kind in its run's trace.
    public let kind: ObjectKind
    /// Its name in traces and messages; `lock-3` unless it was given one, and outside a run `lock`.
    public final var name: String {
        givenName ?? kind.name(ordinal)
    }
    /// Only a thread's life is renamed, and not any more when the thread has been started.
    @exclusivity(unchecked) private final var givenName: String?
    /// Which of its kind it is in its run, from 1.
    private let ordinal: Int
    @usableFromInline let lock = WordLock()
    /// The object's engine, if it wants to be told what happens. Nil outside a run: to keep an engine there that is
    /// always there would only have all threads count references in the same place.
    private let recorder: (any RecordingEngine)?
    /// The object's engine, if it has a say in when its threads act.
    private let control: Control?
    /// In which of the runs of its controller it was made.
    private let generation: Int
    /// Exclusive by `lock`, as the state is.
    @exclusivity(unchecked) private var waiters = Waiters()

    @usableFromInline
    init(kind: ObjectKind, variant: Int, name: String?, engine: (any Engine)?) {
        let engine = engine ?? Thread.current.engine
        recorder = engine.recording
        control =
            if let controller = engine.controlling {
                .asks(controller)
            } else if let disturber = engine.disturbing {
                .isDisturbed(by: disturber)
            } else { nil }
        generation = engine.controlling?.generation ?? 0
        self.kind = kind
        (id, ordinal) = engine.register(kind, variant: variant, name: name)
        givenName = name
        if name == nil, kind != .thread, recorder != nil || control != nil {
            let path = engine.makerPath
            if !path.isEmpty { givenName = kind.name(ordinal, after: path) }
        }
    }

    /// The one thread that those who wait for this object wait for, if that can be told. Takes the object's
    /// critical section for a moment.
    public var holder: ThreadID? { nil }

    /// The one thread without which no wait for this object ends, whatever all others do; nil if others could end one.
    /// Takes the object's critical section for a moment.
    public var onlyHolder: ThreadID? { nil }

    /// Gives the object another name, also in the trace. Called inside the critical section.
    final func rename(_ name: String) {
        givenName = name
        recorder?.rename(id, to: name)
    }

    /// How many threads wait for it now. For tests, which wait until a thread is blocked.
    package final var waiterCount: Int {
        if case .asks(let controller) = control { return controller.waiterCount(on: self) }
        lock.acquire()
        defer { lock.release() }
        return waiters.count
    }

    /// Whether two actions can come in either order and nobody can tell which. A controller that tries every order
    /// need try only one of them.
    package func commute(_ first: Action, _ second: Action) -> Bool { false }

    /// Keeps the state as it is now, for `wouldBeEnabled`. Called before an action, by a controller.
    package func remember() {}

    /// Whether a guard of this object would hold in the `index`th state that was remembered.
    package func wouldBeEnabled(in index: Int, _ isEnabled: () -> Bool) -> Bool { isEnabled() }

    /// The state as a trace shows it. Called inside the critical section.
    var shown: ObjectState { preconditionFailure("a guarded object has a state") }

    /// The state now, as a trace shows it. Takes the object's critical section for a moment.
    package final var currentState: ObjectState {
        lock.acquire()
        defer { lock.release() }
        return shown
    }

    /// Tells the engine what happened. Called inside the critical section, so that the trace has every object's
    /// events in the order in which they happened.
    ///
    /// - Parameter caller: whose line it is, if it is not that of the thread in whose name the event is recorded.
    @usableFromInline
    @inline(__always)
    func record(
        _ action: Action, by thread: Unmanaged<Thread>,
        for caller: @autoclosure () -> Unmanaged<Thread>? = nil, phase: Phase,
        within timeout: Duration? = nil, file: StaticString, line: UInt,
        value: @autoclosure () -> TraceValue = .none
    ) {
        guard let recorder else { return }
        tell(
            recorder, action, by: thread.takeUnretainedValue(), for: caller() ?? thread, phase: phase,
            within: timeout, file: file, line: line, value: value())
    }

    @inline(never)
    private func tell(
        _ recorder: any RecordingEngine, _ action: Action, by thread: Thread, for caller: Unmanaged<Thread>,
        phase: Phase, within timeout: Duration?, file: StaticString, line: UInt, value: TraceValue
    ) {
        guard thread.engine === recorder else { return }
        recorder.record(
            Occurrence(
                thread: thread, caller: caller, action: action, object: self, phase: phase, state: shown,
                value: value, timeout: timeout, file: file, line: line))
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

    /// Asks the controller whether an action may happen, and enters the critical section if it may.
    @usableFromInline
    @inline(never)
    func ask(
        _ controller: any ControllingEngine, for action: Action, as thread: Unmanaged<Thread>,
        within timeout: Duration? = nil, isInterruptible: Bool = true, isShown: Bool = true,
        file: StaticString, line: UInt, when isEnabled: (() -> Bool)? = nil
    ) -> WaitEnd {
        let intent = Intent(
            caller: thread, target: .passUnretained(self), action: action, isInterruptible: isInterruptible,
            timeout: timeout, isShown: isShown, file: file, line: line)
        let permission = controller.permit(intent, when: isEnabled)
        lock.acquire()
        switch permission {
        case .granted: return .enabled
        case .timedOut:
            record(action, by: thread, phase: .timeout, within: timeout, file: file, line: line)
            lock.release()
            return .timedOut
        case .interrupted:
            record(action, by: thread, phase: .interrupt, within: timeout, file: file, line: line)
            lock.release()
            return .interrupted
        }
    }

    /// Enters the critical section for an action that can always happen, and asks before if the calling thread is under
    /// control.
    @usableFromInline
    @inline(never)
    func askOrEnter(
        to action: Action, as thread: Unmanaged<Thread>, isShown: Bool, file: StaticString, line: UInt
    ) {
        guard case .controller(let controller) = say(of: thread, in: action, file: file, line: line) else {
            return lock.acquire()
        }
        _ = ask(
            controller, for: action, as: thread, isInterruptible: false, isShown: isShown, file: file,
            line: line)
    }

    /// Takes note that a thread waits, for its controller, which alone knows when it does.
    package func recordWait(_ intent: Intent) {
        lock.acquire()
        record(
            intent.action, by: intent.caller, phase: .wait, within: intent.timeout, file: intent.file,
            line: intent.line)
        lock.release()
    }

    /// What a thread does before it acts on the object.
    private enum Control {
        /// It asks.
        case asks(any ControllingEngine)
        /// It is held back for a while.
        case isDisturbed(by: any DisturbingEngine)
    }

    /// Who has a say in whether the calling thread acts on the object.
    @usableFromInline
    enum Say {
        case nobody
        case controller(any ControllingEngine)
        /// Its own engine, which knows nothing of this object, and does not let it.
        case stray
    }

    /// Finds out who has. A thread that is only held back is so here; then it acts by itself.
    @usableFromInline
    @inline(never)
    func say(of thread: Unmanaged<Thread>, in action: Action, file: StaticString, line: UInt) -> Say {
        thread._withUnsafeGuaranteedRef { thread in
            switch control {
            case .asks(let controller) where thread.engine === controller:
                if controller.generation == generation { return .controller(controller) }
            case .isDisturbed(let disturber) where thread.engine === disturber:
                disturber.disturb(thread)
                return .nobody
            case .asks, .isDisturbed, nil: break
            }
            let mayAct = thread.engine.mayAct(thread, to: action, on: self, at: thread.source(file, line))
            return mayAct ? .nobody : .stray
        }
    }

    /// The controller of the calling thread, if it is the object's as well.
    func controller(of thread: Unmanaged<Thread>, for action: Action) -> (any ControllingEngine)? {
        guard thread._withUnsafeGuaranteedRef({ $0.heedsAnything }),
            case .controller(let controller) = say(of: thread, in: action, file: nowhere, line: 0)
        else { return nil }
        return controller
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
        let deadline = timeout.map { $0.after(thread.engine.now()) }
        if let timeout, timeout <= .zero {
            record(
                action, by: .passUnretained(thread), phase: .timeout, within: timeout, file: file, line: line)
            lock.release()
            return .timedOut
        }
        let waiter = Waiter(thread: thread, isEnabled: isEnabled)
        waiters.append(waiter)
        // The queue does not keep it: it must live until it is removed, below.
        defer { withExtendedLifetime(waiter) {} }
        record(action, by: .passUnretained(thread), phase: .wait, within: timeout, file: file, line: line)
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
            record(action, by: .passUnretained(thread), phase: phase, within: timeout, file: file, line: line)
            // It may have been woken for a change that another waiter can use: hand the wake-up on.
            leave(waking: .next)
            return end
        }
    }
}
