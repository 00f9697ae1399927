public import Events
public import Threading
public import Tracing

/// An engine that carries one run, as the run's supervisor sees it:
///
///     try engine.start { ... }
///     let end = engine.wait(within: Budget(.seconds(5)))
///     engine.stop()
///     let trace = engine.trace()
///
/// `Executor` does this for a program, and says how it ended.
public protocol RunEngine: Engine {
    /// Where the events go; they can be read while the run goes on.
    var recorder: Recorder { get }

    /// The errors that have left its threads.
    var failures: UncaughtFailures { get }

    /// Starts the run: `body` is its main thread. Does not wait.
    ///
    /// - Throws: `ThreadError.refusedBySystem`.
    func start(_ body: @escaping @Sendable () throws -> Void) throws(ThreadError)

    /// Blocks until the run has ended, or will never end, or the budget's time is up, or it is cancelled.
    ///
    /// - Parameter budget: in the time of the supervisor, whatever clock the run goes by.
    func wait(within budget: Budget) -> RunEnd

    /// Interrupts all threads that are still alive, and blocks until every thread of the run is gone.
    ///
    /// - Returns: the threads that were interrupted, daemons that outlived the others included.
    @discardableResult
    func stop() -> [ThreadID]

    /// What the threads did. Call it once, after `stop`.
    func trace() -> Trace

    /// The threads that have been started so far, in that order, and the objects. May be called while the run goes on.
    func cast() -> (threads: [TraceThread], objects: [TraceObject])
}

/// How a run came to its end, as its engine knows it: what the program came to, `Ending` says.
public enum RunEnd: Sendable, Hashable {
    /// Every thread that is no daemon has ended.
    case finished
    /// Some threads, not only daemons, wait for one another in a circle that nobody else can open, or for those in it.
    case cycle
    /// Every live thread waits, and none of them with a deadline.
    case quiescent
    /// The time was up.
    case timedOut
    /// Somebody cancelled it.
    case cancelled
    /// The one who decides what happens next would not go on.
    case givenUp
    /// A thread acted on an object that is none of the run's; the text says which, and where it is to be made.
    case stray(String)
    /// An invariant did not hold after a step.
    case violated(Failure)

    /// The text of `stray`.
    @usableFromInline var stray: String? { if case .stray(let what) = self { what } else { nil } }
}
