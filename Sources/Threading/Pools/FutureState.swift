public import Events

/// The state of a future.
@usableFromInline
package struct FutureState<Value: Sendable>: GuardedState {
    @inlinable package static var kind: ObjectKind { .future }

    @usableFromInline
    package enum Progress {
        case pending
        case running(on: ThreadID)
        case done(Result<Value, any Error>)
        case cancelled
    }

    @usableFromInline package internal(set) var progress = Progress.pending
    @usableFromInline package internal(set) var callbacks: [FutureCallback<Value>] = []

    @inlinable package init() {}

    @inlinable
    package var isDone: Bool {
        switch progress {
        case .pending, .running: false
        case .done, .cancelled: true
        }
    }

    @inlinable
    package var withoutValues: Self {
        var rest = Self()
        // Whatever came of it: who waits asks only whether anything has.
        rest.progress = isDone ? .cancelled : progress
        return rest
    }

    /// Begins the computation. False if the future is cancelled; nil if it was begun before.
    @inlinable
    package mutating func begin(on thread: ThreadID) -> Bool? {
        switch progress {
        case .pending:
            progress = .running(on: thread)
            return true
        case .cancelled: return false
        case .running, .done: return nil
        }
    }

    /// Completes the future, and gives the callbacks to run; nil if it was done before.
    @inlinable
    package mutating func finish(_ outcome: Result<Value, any Error>) -> [FutureCallback<Value>]? {
        if isDone { return nil }
        progress = .done(outcome)
        return takeCallbacks()
    }

    /// Cancels the future unless it was begun. Says whether it is cancelled, and gives the callbacks to run.
    @inlinable
    package mutating func cancel() -> (Bool, [FutureCallback<Value>]) {
        switch progress {
        case .pending:
            progress = .cancelled
            return (true, takeCallbacks())
        case .cancelled: return (true, [])
        case .running, .done: return (false, [])
        }
    }

    /// Keeps a callback for later; true if the future is done already, and the caller must run it.
    @inlinable
    package mutating func add(_ callback: FutureCallback<Value>) -> Bool {
        if isDone { return true }
        callbacks.append(callback)
        return false
    }

    /// Takes an observer's callback out again; there is none any more if the future is done.
    package mutating func remove(_ observer: AnyObject) { callbacks.removeAll { $0.observer === observer } }

    @inlinable
    mutating func takeCallbacks() -> [FutureCallback<Value>] {
        defer { callbacks = [] }
        return callbacks
    }

    @inlinable
    package var shownStage: FutureStage {
        switch progress {
        case .pending: .pending
        case .running: .running
        case .done(.success): .finished
        case .done(.failure): .failed
        case .cancelled: .cancelled
        }
    }

    /// Who asks for the result changes nothing.
    @inlinable
    package func commute(_ first: Action, _ second: Action) -> Bool {
        (first == .get || first == .inspect) && (second == .get || second == .inspect)
    }

    @inlinable
    package var shown: ObjectState { .future(shownStage, runner: holder) }

    /// Who waits for a future waits for the thread that computes it.
    @inlinable
    package var holder: ThreadID? {
        if case .running(let thread) = progress { thread } else { nil }
    }
}

/// A function to call when a future is done, and where it was added.
@usableFromInline
package struct FutureCallback<Value: Sendable>: Sendable {
    @usableFromInline package let function: Future<Value>.Callback
    @usableFromInline package let file: StaticString
    @usableFromInline package let line: UInt
    /// For whom this library itself watches the future: then it is no callback of the program's, and no trace shows it. It
    /// must be Sendable, but is only ever compared.
    @usableFromInline package let observer: (any AnyObject & Sendable)?

    @inlinable
    package init(
        function: @escaping Future<Value>.Callback, observer: (any AnyObject & Sendable)? = nil,
        file: StaticString, line: UInt
    ) {
        (self.function, self.observer, self.file, self.line) = (function, observer, file, line)
    }
}

/// Why a future has no result to give, or takes none.
public enum FutureError: InterruptibleError, CustomStringConvertible {
    /// The computation threw this error.
    case failed(any Error)
    /// The future was cancelled before anybody began to compute it.
    case cancelled(future: String)
    /// The result was not there in time.
    case timedOut(future: String)
    /// Somebody computes the result already.
    case alreadyBegun(future: String)
    /// The future has a result already.
    case alreadyDone(future: String)
    /// Of several futures, so many were not done in time.
    case unfinished(count: Int, of: Int)
    /// The calling thread was interrupted.
    case interrupted

    /// What went wrong, as a sentence.
    public var description: String {
        switch self {
        case .failed(let error): String(describing: error)
        case .cancelled(let future): "\(future) was cancelled."
        case .timedOut(let future): "\(future) was not done in time."
        case .alreadyBegun(let future): "\(future) has been begun before."
        case .alreadyDone(let future): "\(future) is done already."
        case .unfinished(let count, let all): "\(count) of \(all) futures were not done in time."
        case .interrupted: Interrupted.interrupted.description
        }
    }
}
