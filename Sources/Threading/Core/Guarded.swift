public import Events

/// A state, and guarded actions on it: the one idea that every primitive is made of.
///
/// An action has a guard, a condition on the state under which it can happen, and a transition, which changes the
/// state. A thread whose guard is false waits until another thread's transition makes it true. Here, and in
/// `GuardedObject` below it, actions block, wake, are traced, time out and are interrupted; a primitive says what its
/// guards and transitions are.
///
/// What is no action on one object asks the engine as well: a `Thread` is numbered, started and interrupted by it,
/// `sleep` blocks without an object, a `Condition` has it choose whom to wake and whether a wake-up may be spurious,
/// and what waits several times within one timeout (`Deadline`) reads its clock.
///
/// Guards and transitions run inside the object's critical section: they must be short, and must not act on any
/// guarded object.
///
/// What is generic here and in `Future` can be inlined, so that it is compiled for the type at hand where it is used.
/// Compiled once for all types, it would look up half a dozen types at run time with each submitted task, which costs
/// more than all the rest of the task.
public final class Guarded<State: GuardedState>: GuardedObject, @unchecked Sendable {
    /// Protected by `lock`, and so every access is exclusive already: to check that at run time as well would
    /// cost as much as the action.
    @exclusivity(unchecked) @usableFromInline internal var state: State

    /// An object that belongs to an engine, the calling thread's unless it is given, and is registered there under
    /// `name`.
    @inlinable
    public init(_ state: State, name: String? = nil, engine: (any Engine)? = nil) {
        self.state = state
        super.init(kind: State.kind, variant: state.variant, name: name, engine: engine)
    }

    override public var holder: ThreadID? {
        lock.acquire()
        defer { lock.release() }
        return state.holder
    }

    override public var onlyHolder: ThreadID? {
        lock.acquire()
        defer { lock.release() }
        return state.onlyHolder
    }

    override var shown: ObjectState { state.shown }

    override package func commute(_ first: Action, _ second: Action) -> Bool { state.commute(first, second) }

    /// What `remember` kept. Only a controller's thread touches it, which carries all that act on this object.
    @exclusivity(unchecked) private var past: [State] = []

    override package func remember() { if State.hasGuards { past.append(state.withoutValues) } }

    override package func wouldBeEnabled(in index: Int, _ isEnabled: () -> Bool) -> Bool {
        guard State.hasGuards else { return isEnabled() }
        let present = state
        state = past[index]
        defer { state = present }
        return isEnabled()
    }

    /// Does an action that can always happen. It never blocks, and an interrupted thread can still do it, so that
    /// it can clean up.
    ///
    /// - Parameters:
    ///   - thread: in whose name the action is recorded; the calling thread unless said otherwise.
    ///   - waking: whom to wake of those who wait.
    ///   - value: what the trace shows of the transition's result.
    /// - Throws: what the transition throws; the action is then recorded as refused, and nobody is woken.
    @inlinable
    public func perform<Output, Failure: Error>(
        _ action: Action, as thread: Thread? = nil, waking: Waking = .next,
        file: StaticString, line: UInt,
        value: (Output) -> TraceValue = { _ in .none },
        _ transition: (inout State) throws(Failure) -> Output
    ) throws(Failure) -> Output {
        let caller = Thread.calling
        enter(to: action, as: caller, file: file, line: line)
        let thread = thread.map { Unmanaged.passUnretained($0) } ?? caller
        let output: Output
        do { output = try transition(&state) } catch {
            // Whoever asked is refused, in whosever name: the other one may be running, and writing its journal.
            record(
                action, by: caller, phase: .refused, file: file, line: line,
                value: .text(String(describing: error)))
            lock.release()
            throw error
        }
        record(
            action, by: thread, for: caller, phase: .done, file: file, line: line,
            value: value(output))
        leave(waking: waking)
        return output
    }

    /// Does an action that can happen when `guard` holds of the state, and waits until then.
    ///
    /// - Parameter timeout: how long to wait at most; nil waits for ever, zero or less does not wait.
    /// - Returns: nil if the time was up before the guard held.
    /// - Throws: `Failure.interrupted` if the calling thread is or becomes interrupted before the action happens,
    ///   or what the transition throws.
    @inlinable
    public func perform<Output, Failure: InterruptibleError>(
        _ action: Action, within timeout: Duration? = nil, waking: Waking = .next,
        file: StaticString, line: UInt,
        value: (Output) -> TraceValue = { _ in .none },
        when guard: (State) -> Bool,
        _ transition: (inout State) throws(Failure) -> Output
    ) throws(Failure) -> Output? {
        let thread = Thread.calling
        switch enter(to: action, as: thread, within: timeout, file: file, line: line, when: `guard`) {
        case .enabled: break
        case .timedOut: return nil
        case .interrupted: throw .interrupted
        }
        let output: Output
        do { output = try transition(&state) } catch {
            record(
                action, by: thread, phase: .refused, within: timeout, file: file, line: line,
                value: .text(String(describing: error)))
            // A wake-up that was spent on an action that fails is still somebody else's.
            leave(waking: .next)
            throw error
        }
        record(
            action, by: thread, phase: .done, within: timeout, file: file, line: line, value: value(output))
        leave(waking: waking)
        return output
    }

    /// `perform` for a transition that cannot fail.
    @inlinable
    public func perform<Output>(
        _ action: Action, within timeout: Duration? = nil, waking: Waking = .next,
        file: StaticString, line: UInt,
        value: (Output) -> TraceValue = { _ in .none },
        when guard: (State) -> Bool,
        _ transition: (inout State) -> Output
    ) throws(Interrupted) -> Output? {
        try perform(
            action, within: timeout, waking: waking, file: file, line: line, value: value, when: `guard`
        ) { (state) throws(Interrupted) in transition(&state) }
    }

    /// Does an action if its guard holds, or else at once something that changes nothing, in the same critical section.
    ///
    /// - Returns: what the transition gave, or `refusal`, which is recorded as an action whose time was up.
    /// - Throws: `Interrupted` if the calling thread is interrupted.
    @inlinable
    public func attempt<Output>(
        _ action: Action, file: StaticString, line: UInt, value: (Output) -> TraceValue = { _ in .none },
        when guard: (State) -> Bool, _ transition: (inout State) -> Output,
        otherwise refusal: (State) -> Output
    ) throws(Interrupted) -> Output {
        let thread = Thread.calling
        let heedsAnything = thread._withUnsafeGuaranteedRef { $0.heedsAnything }
        if heedsAnything {
            switch say(of: thread, in: action, file: file, line: line) {
            case .controller(let controller):
                let end = withoutActuallyEscaping(`guard`) { `guard` in
                    ask(controller, for: action, as: thread, within: .zero, file: file, line: line) {
                        `guard`(self.state)
                    }
                }
                switch end {
                case .enabled: return conclude(action, as: thread, file: file, line: line, value, transition)
                // Nobody acts before the caller asks again.
                case .timedOut: return peek { refusal($0) }
                case .interrupted: throw .interrupted
                }
            case .nobody: break
            case .stray: throw .interrupted
            }
        }
        lock.acquire()
        if heedsAnything, thread._withUnsafeGuaranteedRef({ $0.isInterrupted }) {
            record(action, by: thread, phase: .interrupt, within: .zero, file: file, line: line)
            lock.release()
            throw .interrupted
        }
        guard `guard`(state) else {
            record(action, by: thread, phase: .timeout, within: .zero, file: file, line: line)
            defer { lock.release() }
            return refusal(state)
        }
        return conclude(action, as: thread, file: file, line: line, value, transition)
    }

    /// Makes the transition of an action that was tried, inside the critical section, and leaves it.
    @inlinable
    func conclude<Output>(
        _ action: Action, as thread: Unmanaged<Thread>, file: StaticString, line: UInt,
        _ value: (Output) -> TraceValue, _ transition: (inout State) -> Output
    ) -> Output {
        let output = transition(&state)
        record(
            action, by: thread, phase: .done, within: .zero, file: file, line: line, value: value(output))
        leave(waking: .next)
        return output
    }

    /// Does an action that no trace shows, and that can always happen: one that is a part of another as the program
    /// sees it, but that other threads' actions can come before.
    func perform<Output>(quietly action: Action, _ transition: (inout State) -> Output) -> Output {
        enter(to: action, as: Thread.calling, isShown: false, file: nowhere, line: 0)
        let output = transition(&state)
        leave(waking: .next)
        return output
    }

    /// Tells the engine of an action that has come about by several that no trace shows.
    func note(_ action: Action, value: TraceValue) {
        lock.acquire()
        record(action, by: Thread.calling, phase: .done, file: nowhere, line: 0, value: value)
        lock.release()
    }

    /// Enters the critical section for an action that can always happen.
    @inlinable
    @inline(__always)
    func enter(
        to action: Action, as thread: Unmanaged<Thread>, isShown: Bool = true, file: StaticString, line: UInt
    ) {
        if thread._withUnsafeGuaranteedRef({ $0.heedsAnything }) {
            askOrEnter(to: action, as: thread, isShown: isShown, file: file, line: line)
        } else {
            lock.acquire()
        }
    }

    /// Enters the critical section when the guard holds, and not at all if the time is up or the thread is
    /// interrupted before.
    @inlinable
    @inline(__always)
    func enter(
        to action: Action, as thread: Unmanaged<Thread>, within timeout: Duration?, file: StaticString,
        line: UInt, when guard: (State) -> Bool
    ) -> WaitEnd {
        let heedsAnything = thread._withUnsafeGuaranteedRef { $0.heedsAnything }
        if heedsAnything {
            switch say(of: thread, in: action, file: file, line: line) {
            case .controller(let controller):
                guard State.hasGuards else {
                    return ask(controller, for: action, as: thread, file: file, line: line)
                }
                return withoutActuallyEscaping(`guard`) { `guard` in
                    ask(controller, for: action, as: thread, within: timeout, file: file, line: line) {
                        `guard`(self.state)
                    }
                }
            case .nobody: break
            case .stray: return .interrupted
            }
        }
        lock.acquire()
        if heedsAnything, thread._withUnsafeGuaranteedRef({ $0.isInterrupted }) {
            record(action, by: thread, phase: .interrupt, within: timeout, file: file, line: line)
            lock.release()
            return .interrupted
        }
        if `guard`(state) { return .enabled }
        return withoutActuallyEscaping(`guard`) { `guard` in
            wait(to: action, as: thread.takeUnretainedValue(), within: timeout, file: file, line: line) {
                `guard`(self.state)
            }
        }
    }

    /// Looks at the state without an action: for messages, and for what no other thread can change meanwhile. Where
    /// another thread's action could come before, it is no action's part and needs `perform(quietly:)`.
    /// Wakes nobody, and no trace shows it.
    @inlinable
    package func peek<Output>(_ look: (inout State) -> Output) -> Output {
        lock.acquire()
        defer { lock.release() }
        return look(&state)
    }
}
