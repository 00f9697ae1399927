public import Events
package import Threading

/// An error that left a thread, so that nobody was there to catch it; or an invariant that did not hold after one of its
/// steps.
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
    private let origin: Origin

    /// What has failed.
    private enum Origin: Sendable {
        case main, child, invariant
    }

    /// Whether it is an invariant that does not hold.
    public var isViolation: Bool { origin == .invariant }

    /// An error that left a thread.
    public init(_ error: String, thread: ThreadID, named name: String) {
        self.error = error
        self.thread = thread
        threadName = name
        origin = thread == 0 ? .main : .child
    }

    /// An invariant that did not hold after a step of a thread.
    package init(violating invariant: String, thread: ThreadID, named name: String) {
        error = invariant
        self.thread = thread
        threadName = name
        origin = .invariant
    }

    /// An error that left the main thread.
    public init(_ error: String) { self.init(error, thread: 0, named: Thread.mainName) }

    /// The error; and, unless it left the main thread, which one it left.
    public var description: String {
        switch origin {
        case .main: error
        case .child: "\(threadName) ended with an error that nobody caught: \(error)"
        case .invariant: "After a step of \(threadName): \(error)"
        }
    }
}

extension Failure: Hashable {
    /// Whether the errors are equal.
    public static func == (left: Failure, right: Failure) -> Bool {
        left.error == right.error && left.origin == right.origin
    }

    /// The same for equal errors.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(error)
        hasher.combine(origin)
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
