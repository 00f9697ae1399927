/// What can be held for the time of a scope, as Python's `with` statement does with a lock.
public protocol Lockable: Sendable {
    /// Waits until it can be taken, and takes it.
    func acquire(timeout: Duration?, file: StaticString, line: UInt) throws(Interrupted) -> Bool
    /// Lets it go.
    func release(file: StaticString, line: UInt) throws(LockError)
    /// Whether the calling thread was the last to take it, and it has not been let go since. Only a look, which
    /// no trace shows.
    var isHeldByCaller: Bool { get }
    /// Lets it go however often it was taken, and says how often that was.
    func releaseAll(file: StaticString, line: UInt) throws(LockError) -> Int
    /// Waits until it can be taken, and takes it that often.
    func acquire(times: Int, file: StaticString, line: UInt) throws(Interrupted)
}

extension Lockable {
    /// Holds it while `body` runs, and lets it go however the body ends.
    ///
    /// - Throws: `Interrupted` if the thread is interrupted before it holds it; else what the body throws; else a
    ///   `LockError` if the body has let it go already.
    public func withLock<Output>(
        file: StaticString = #fileID, line: UInt = #line, _ body: () throws -> Output
    ) throws -> Output {
        _ = try acquire(timeout: nil, file: file, line: line)
        let output: Output
        do { output = try body() } catch {
            // A condition's wait that is interrupted ends without the lock, which may be another thread's by now.
            if isHeldByCaller { try release(file: file, line: line) }
            throw error
        }
        try release(file: file, line: line)
        return output
    }
}

extension Lock: Lockable {}
extension RLock: Lockable {}
