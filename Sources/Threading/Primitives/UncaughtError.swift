import Glibc

/// An error that nobody caught, outside of runs: in a run, the trace and the run's end tell of it.
public struct UncaughtError: Sendable, CustomStringConvertible {
    /// The error.
    public let error: any Error
    /// In which thread.
    public let thread: Thread
    /// Where it came from.
    public let origin: Origin

    /// What can throw an error that nobody catches.
    public enum Origin: Sendable, Hashable {
        /// What the thread does, a timer's function included: the thread has ended.
        case thread
        /// A callback of this future; the others are still called.
        case callback(future: String)
        /// What the workers of this pool do first: the pool is broken.
        case initializer(pool: String)
        /// A worker found this future, for which it works, begun or done by somebody else, who has it.
        case worker(future: String)
    }

    /// What went wrong, as a sentence.
    public var description: String {
        switch origin {
        case .thread: "\(thread.label) ended with an error that nobody caught: \(error)"
        case .callback(let future): "A callback of \(future) failed in \(thread.label): \(error)"
        case .initializer(let pool): "\(pool) is broken: its initializer failed in \(thread.label): \(error)"
        case .worker(let future): "\(thread.label) has no use for what it does for \(future): \(error)"
        }
    }

    /// Tells of an error of the calling thread, unless it belongs to a run.
    @usableFromInline
    static func report(_ error: any Error, from origin: Origin) {
        let thread = Thread.current
        if thread.engine === FreeEngine.shared {
            Thread.excepthook(UncaughtError(error: error, thread: thread, origin: origin))
        }
    }
}

extension Thread {
    /// What is called with each error that nobody caught outside of runs, in the thread that it left, as Python's
    /// `threading.excepthook`. Writes a line to standard error unless it is set to something else, which must be done
    /// before there are threads that it matters for.
    public static var excepthook: @Sendable (UncaughtError) -> Void {
        get { hook.withLock { $0 } }
        set { hook.withLock { $0 = newValue } }
    }

    private static let hook = Locked<@Sendable (UncaughtError) -> Void> { uncaught in
        // In one call, so that two threads' lines do not mix.
        let line = Array("\(uncaught)\n".utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
