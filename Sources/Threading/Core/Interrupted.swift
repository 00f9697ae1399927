/// An error that can also say that its thread was interrupted. A guarded action that may block throws one, so
/// that a primitive needs one error type for its own errors and for interruption.
public protocol InterruptibleError: Error {
    /// The error of a thread that was interrupted while, or before, it waited.
    static var interrupted: Self { get }
}

/// The thread was asked to stop: its run was cancelled, or ended by the watchdog. It stays interrupted: every
/// further action that could block throws again, so that the whole stack unwinds.
public struct Interrupted: InterruptibleError, Hashable, CustomStringConvertible {
    /// The error itself; it carries nothing.
    public static let interrupted = Interrupted()

    /// What an uncaught interruption reads as.
    public var description: String { "The thread was interrupted." }
}
