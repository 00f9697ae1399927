/// A value behind a word lock, for what is shared but no part of a run: `Synchronization.Mutex` for this package.
///
/// `Mutex` collapses when several threads want it at once (`WordLock` says why), and the thread sanitizer does not
/// see it: its lock is in a library that is not instrumented, so every use of what it protects is reported.
package final class Locked<Value>: @unchecked Sendable {  // `value` is protected by `lock`
    private let lock = WordLock()
    @exclusivity(unchecked) private var value: Value

    package init(_ value: Value) { self.value = value }

    /// Calls `body` with the value, which nobody else touches meanwhile. The body must be short, and must neither act
    /// on a guarded object nor let its value out.
    package func withLock<Output, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Output
    ) throws(Failure) -> Output {
        lock.acquire()
        defer { lock.release() }
        return try body(&value)
    }
}
