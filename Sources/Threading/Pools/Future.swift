public import Events

/// The result of something that another thread computes, as Python's `concurrent.futures.Future`.
///
/// | Python | here |
/// |---|---|
/// | `result(timeout)`, `exception(timeout)` | `result(timeout:)`, `error(timeout:)` |
/// | `cancel()`, `cancelled()`, `running()`, `done()` | `cancel()`, `isCancelled`, `isRunning`, `isDone` |
/// | `add_done_callback(f)` | `addDoneCallback(_:)` |
/// | `set_running_or_notify_cancel()` | `begin()` |
/// | `set_result(r)`, `set_exception(e)` | `finish(_:)` |
/// | `wait(fs, timeout, return_when)`, `as_completed(fs, timeout)` | `Future.wait(for:timeout:until:)`, `Future.asCompleted(_:timeout:)` |
public final class Future<Value: Sendable>: Sendable {
    /// What is called when the future is done.
    public typealias Callback = @Sendable (Future) throws -> Void

    @usableFromInline package let state: Guarded<FutureState<Value>>

    /// A future that is pending.
    @inlinable
    public init(name: String? = nil) {
        state = Guarded(FutureState(), name: name)
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// Waits until the future is done.
    ///
    /// - Parameter timeout: how long to wait at most; nil waits for ever, zero does not wait.
    /// - Throws: `FutureError.failed` with the error that the computation threw; `.cancelled`; `.timedOut`;
    ///   `.interrupted`.
    @inlinable
    public func result(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(FutureError) -> Value {
        switch try outcome(timeout: timeout, file: file, line: line) {
        case .success(let value): return value
        case .failure(let error): throw .failed(error)
        }
    }

    /// Waits until the future is done, and gives the error that the computation threw; nil if it threw none.
    ///
    /// - Throws: `FutureError.cancelled`, `.timedOut` or `.interrupted`.
    @inlinable
    public func error(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(FutureError) -> (any Error)? {
        switch try outcome(timeout: timeout, file: file, line: line) {
        case .success: return nil
        case .failure(let error): return error
        }
    }

    @inlinable
    func outcome(
        timeout: Duration?, file: StaticString, line: UInt
    ) throws(FutureError) -> Result<Value, any Error> {
        let outcome = try state.perform(.get, within: timeout, file: file, line: line, when: { $0.isDone }) {
            (state) throws(FutureError) -> Result<Value, any Error> in
            switch state.progress {
            case .done(let outcome): return outcome
            case .pending, .running, .cancelled: throw .cancelled(future: name)
            }
        }
        guard let outcome else { throw .timedOut(future: name) }
        return outcome
    }

    /// Cancels the future if nobody has begun to compute it. Never blocks, except in callbacks.
    ///
    /// - Returns: whether the future is cancelled.
    @inlinable
    @discardableResult
    public func cancel(file: StaticString = #fileID, line: UInt = #line) -> Bool {
        let (isCancelled, callbacks) = state.perform(
            .cancel, waking: .all, file: file, line: line, value: { .flag($0.0) }
        ) { $0.cancel() }
        run(callbacks)
        return isCancelled
    }

    /// Calls a function when the future is done: in the thread that completes or cancels it, or at once in the
    /// calling thread if it is done already. An error of the function harms nothing: it is recorded in the trace, and
    /// outside of runs it goes to `Thread.excepthook`.
    public func addDoneCallback(
        file: StaticString = #fileID, line: UInt = #line, _ callback: @escaping Callback
    ) {
        let entry = FutureCallback(function: callback, file: file, line: line)
        // Shown when the callback runs.
        if state.perform(quietly: .callback, { $0.add(entry) }) { run([entry]) }
    }

    /// Has a function called when the future is done, or at once if it is, until `forget`. It must not throw, nor take long.
    func observe(
        for observer: any AnyObject & Sendable, _ function: @escaping @Sendable (Future) -> Void
    ) {
        let entry = FutureCallback<Value>(function: function, observer: observer, file: nowhere, line: 0)
        if state.perform(quietly: .callback, { $0.add(entry) }) { run([entry]) }
    }

    /// Has an observer's function called no more.
    func forget(_ observer: any AnyObject & Sendable) {
        state.perform(quietly: .callback) { $0.remove(observer) }
    }

    /// Says that the calling thread begins to compute the result. If the future is that of a pool's task, the task will not
    /// be called: whoever begins it has it.
    ///
    /// - Returns: false if the future was cancelled; then it must not be computed.
    /// - Throws: `FutureError.alreadyBegun`.
    @inlinable
    public func begin(file: StaticString = #fileID, line: UInt = #line) throws(FutureError) -> Bool {
        let thread = Thread.callingID
        return try state.perform(.begin, file: file, line: line) { (state) throws(FutureError) in
            guard let begins = state.begin(on: thread) else { throw .alreadyBegun(future: name) }
            return begins
        }
    }

    /// Completes the future, wakes all who wait for it, and runs its callbacks. If a pool's worker computes it meanwhile,
    /// what comes of that is dropped.
    ///
    /// - Throws: `FutureError.alreadyDone`.
    @inlinable
    public func finish(
        _ outcome: Result<Value, any Error>, file: StaticString = #fileID, line: UInt = #line
    ) throws(FutureError) {
        let callbacks = try state.perform(.finish, waking: .all, file: file, line: line) {
            (state) throws(FutureError) in
            guard let callbacks = state.finish(outcome) else { throw .alreadyDone(future: name) }
            return callbacks
        }
        run(callbacks)
    }

    /// Whether the future was cancelled.
    public var isCancelled: Bool { inspect { $0.shownStage == .cancelled } }
    /// Whether a thread computes the result now.
    public var isRunning: Bool { inspect { $0.shownStage == .running } }
    /// Whether the future is finished, failed or cancelled.
    public var isDone: Bool { inspect { $0.isDone } }

    private func inspect(_ look: (inout FutureState<Value>) -> Bool) -> Bool {
        state.perform(.inspect, file: nowhere, line: 0, look)
    }

    @inlinable
    func run(_ callbacks: [FutureCallback<Value>]) {
        for callback in callbacks {
            if callback.observer == nil {
                state.perform(.callback, file: callback.file, line: callback.line) { _ in }
            }
            do { try callback.function(self) } catch {
                UncaughtError.report(error, from: .callback(future: name))
                let message = TraceValue.text(String(describing: error))
                state.perform(.callback, file: callback.file, line: callback.line, value: { _ in message }) {
                    _ in
                }
            }
        }
    }
}
