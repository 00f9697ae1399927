package import Events

/// A counting semaphore, as Python's `threading.Semaphore`: at most as many threads are past `acquire` as there are
/// permits.
///
/// | Python | here |
/// |---|---|
/// | `Semaphore(value)` | `Semaphore(permits)` |
/// | `acquire(blocking, timeout)`, `release(n)` | `acquire(timeout:)`, `tryAcquire()`, `release(_:)` |
/// | `with semaphore:` | `semaphore.withPermit { }` |
public final class Semaphore: Sendable {
    package let state: Guarded<SemaphoreState>

    /// A semaphore with a number of permits, zero or more.
    public init(_ permits: Int, name: String? = nil) {
        precondition(permits >= 0, "a semaphore cannot have \(permits) permits")
        state = Guarded(SemaphoreState(permits: permits), name: name)
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// Waits until there is a permit, and takes it.
    ///
    /// - Parameter timeout: how long to wait at most; nil waits for ever, zero does not wait.
    /// - Returns: whether a permit was taken; false only if the time was up.
    @discardableResult
    public func acquire(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) -> Bool {
        try state.perform(.acquire, within: timeout, file: file, line: line, when: { $0.permits > 0 }) {
            $0.permits -= 1
        } != nil
    }

    /// Takes a permit if there is one; does not wait.
    public func tryAcquire(file: StaticString = #fileID, line: UInt = #line) throws(Interrupted) -> Bool {
        try acquire(timeout: .zero, file: file, line: line)
    }

    /// Gives back permits, or adds new ones; wakes as many of those who wait. Never blocks.
    public func release(_ count: Int = 1, file: StaticString = #fileID, line: UInt = #line) {
        precondition(count > 0, "a semaphore cannot be given \(count) permits")
        state.perform(.release, file: file, line: line) { $0.permits += count }
    }

    /// Holds a permit while `body` runs.
    public func withPermit<Output>(
        file: StaticString = #fileID, line: UInt = #line, _ body: () throws -> Output
    ) throws -> Output {
        try acquire(file: file, line: line)
        defer { release(file: file, line: line) }
        return try body()
    }
}

/// The state of a semaphore.
package struct SemaphoreState: GuardedState, Hashable {
    package static var kind: ObjectKind { .semaphore }
    package var permits: Int
    /// How many there may be at most; nil for any number.
    package let bound: Int?

    package init(permits: Int, bound: Int? = nil) {
        self.permits = permits
        self.bound = bound
    }

    package var shown: ObjectState { .semaphore(permits: permits, bound: bound) }

    /// Two releases add up, unless one of them could be one too many.
    package func commute(_ first: Action, _ second: Action) -> Bool {
        first == .release && second == .release && bound == nil
    }
}
