package import Events

/// Calls a function after a time, on a thread of its own, unless it is cancelled before; as Python's
/// `threading.Timer`.
///
/// | Python | here |
/// |---|---|
/// | `Timer(interval, f)`, `t.daemon = d` | `Timer(after: interval, daemon: d) { f() }` |
/// | `start()`, `cancel()`, `join(timeout)` | `start()`, `cancel()`, `join(timeout:)` |
public final class Timer: Sendable {
    package let state: Guarded<TimerState>
    private let thread: Thread

    /// A timer that calls `function` once it has been started and `interval` has gone by.
    ///
    /// - Parameter daemon: whether the run may end without it; as its maker unless it is given.
    public init(
        after interval: Duration, name: String? = nil, daemon: Bool? = nil, file: StaticString = #fileID,
        line: UInt = #line,
        _ function: @escaping @Sendable () throws -> Void
    ) {
        let state = Guarded(TimerState(), name: name)
        self.state = state
        thread = Thread(name: state.name, daemon: daemon) {
            let isCancelled =
                try state.perform(
                    .wait, within: interval, file: file, line: line, when: { $0.stage == .cancelled }
                ) { _ in } != nil
            if isCancelled { return }
            // The time is up, but a cancellation may still come first: whichever acts first wins.
            if state.perform(.fire, file: file, line: line, { $0.fire() }) { try function() }
        }
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// Starts the time. Does not wait.
    ///
    /// - Throws: as `Thread.start()`.
    public func start(file: StaticString = #fileID, line: UInt = #line) throws(ThreadError) {
        try thread.start(file: file, line: line)
    }

    /// Stops the timer, if it has not fired. Never blocks.
    ///
    /// - Returns: whether it was stopped in time.
    @discardableResult
    public func cancel(file: StaticString = #fileID, line: UInt = #line) -> Bool {
        state.perform(.cancel, waking: .all, file: file, line: line, value: { .flag($0) }) { $0.cancel() }
    }

    /// Waits until the timer has been cancelled, or its function has returned.
    ///
    /// - Returns: whether that is so; false only if the time was up.
    @discardableResult
    public func join(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(ThreadError) -> Bool {
        try thread.join(timeout: timeout, file: file, line: line)
    }
}

/// The state of a timer.
package struct TimerState: GuardedState, Hashable {
    package static var kind: ObjectKind { .timer }
    package private(set) var stage = TimerStage.pending

    package init() {}

    /// Fires unless it was cancelled, and says whether it fires.
    package mutating func fire() -> Bool {
        if stage == .pending { stage = .fired }
        return stage == .fired
    }

    /// Cancels unless it has fired, and says whether it is cancelled.
    package mutating func cancel() -> Bool {
        if stage == .pending { stage = .cancelled }
        return stage == .cancelled
    }

    package var shown: ObjectState { .timer(stage) }
}
