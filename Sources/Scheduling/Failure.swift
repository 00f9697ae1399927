public import Events
package import Threading

/// An error that left a thread, so that nobody was there to catch it.
///
/// Two failures are equal if the errors are: which of the threads it left may depend on nothing but how threads are numbered.
/// An error of the main thread is another matter, since it ends what the program came to.
public struct Failure: Error, Sendable, CustomStringConvertible {
    /// The error, as a text.
    public let error: String
    /// The thread.
    public let thread: ThreadID
    /// What the thread is called.
    public let threadName: String

    /// An error that left a thread.
    public init(_ error: String, thread: ThreadID, named name: String) {
        self.error = error
        self.thread = thread
        threadName = name
    }

    /// An error that left the main thread.
    public init(_ error: String) { self.init(error, thread: 0, named: Thread.mainName) }

    private var isOfMain: Bool { thread == 0 }

    /// The error; and, unless it left the main thread, which one it left.
    public var description: String {
        isOfMain ? error : "\(threadName) ended with an error that nobody caught: \(error)"
    }
}

extension Failure: Hashable {
    /// Whether the errors are equal.
    public static func == (left: Failure, right: Failure) -> Bool {
        left.error == right.error && left.isOfMain == right.isOfMain
    }

    /// The same for equal errors.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(error)
        hasher.combine(isOfMain)
    }
}

/// The errors that have left the threads of a run, its main thread's aside.
public final class UncaughtFailures: Sendable {
    private let first = Locked<Failure?>(nil)

    /// None yet.
    package init() {}

    /// Takes note of one.
    package func note(_ error: any Error, ending thread: Thread) {
        // The main thread's own is what the program comes to.
        if thread.id == 0 { return }
        let failure = Failure(String(describing: error), thread: thread.id, named: thread.label)
        first.withLock { if $0.map({ failure.precedes($0) }) ?? true { $0 = failure } }
    }

    /// The one that is told of; nil if there was none. Forgets them all.
    ///
    /// Of several it is the first by their words: executions that differ only in the order of steps that commute have the
    /// same errors, and must come to the same end.
    public func take() -> Failure? { first.withLock { $0.take() } }
}

extension Failure {
    fileprivate func precedes(_ other: Failure) -> Bool {
        (error, thread) < (other.error, other.thread)
    }
}
