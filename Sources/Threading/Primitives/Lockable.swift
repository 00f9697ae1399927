/// What can be held for the time of a scope, as Python's `with` statement does with a lock.
public protocol Lockable: Sendable {
    /// Waits until it can be taken, and takes it.
    func acquire(timeout: Duration?, file: StaticString, line: UInt) throws(Interrupted) -> Bool
    /// Waits until it can be taken, and takes it for a scoped section, at whose end the calling thread lets it go: those
    /// who wait for it meanwhile wait for that thread alone.
    func enter(file: StaticString, line: UInt) throws(Interrupted)
    /// Lets it go.
    func release(file: StaticString, line: UInt) throws(LockError)
    /// Whether the calling thread was the last to take it, and it has not been let go since. Only a look, which
    /// no trace shows.
    var isHeldByCaller: Bool { get }
    /// Lets it go however often it was taken, and says how it was held.
    func releaseAll(file: StaticString, line: UInt) throws(LockError) -> LockHold
    /// Waits until it can be taken, and takes it as it was held.
    func acquire(_ hold: LockHold, file: StaticString, line: UInt) throws(Interrupted)
}

/// How a lock is held: what a condition's wait gives up, and takes again.
public struct LockHold: Sendable, Hashable {
    /// How often it was taken.
    public let times: Int
    /// Whether it was taken for a scoped section.
    public let isScoped: Bool

    /// A lock that was taken so often, for a scoped section or not.
    public init(times: Int = 1, isScoped: Bool = false) { (self.times, self.isScoped) = (times, isScoped) }
}

extension Lockable {
    /// What has one owner in any case takes no note of sections.
    public func enter(file: StaticString, line: UInt) throws(Interrupted) {
        _ = try acquire(timeout: nil, file: file, line: line)
    }

    /// Holds it while `body` runs, and lets it go however the body ends.
    ///
    /// - Throws: `Interrupted` if the thread is interrupted before it holds it; else what the body throws; else a
    ///   `LockError` if the body has let it go already.
    public func withLock<Output>(
        file: StaticString = #fileID, line: UInt = #line, _ body: () throws -> Output
    ) throws -> Output {
        try enter(file: file, line: line)
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
