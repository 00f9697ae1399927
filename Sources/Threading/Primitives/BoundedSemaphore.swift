import Events

/// A semaphore that never has more permits than it began with, as Python's `threading.BoundedSemaphore`.
public final class BoundedSemaphore: Sendable {
    /// How many permits it began with.
    public let bound: Int
    package let state: Guarded<SemaphoreState>

    /// A semaphore with one permit.
    public convenience init(name: String? = nil) {
        self.init(SemaphoreState(permits: 1, bound: 1), bound: 1, name: name)
    }

    /// A semaphore with a number of permits, from zero to 2³².
    ///
    /// - Throws: `ArgumentError` for any other number.
    public convenience init(_ permits: Int, name: String? = nil) throws(ArgumentError) {
        let state = try SemaphoreState(checking: permits, isBounded: true, of: name)
        self.init(state, bound: permits, name: name)
    }

    private init(_ state: SemaphoreState, bound: Int, name: String?) {
        self.bound = bound
        self.state = Guarded(state, name: name)
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

    /// Gives back permits; wakes as many of those who wait. Never blocks.
    ///
    /// - Parameter count: how many, from one to 2³².
    /// - Throws: `SemaphoreError.overReleased` if there would be more than the bound; `.badArgument` for a count that cannot
    ///   be. Nothing has changed then.
    public func release(
        _ count: Int = 1, file: StaticString = #fileID, line: UInt = #line
    ) throws(SemaphoreError) {
        do { _ = try SemaphoreState.check(count: count, for: name) } catch { throw .badArgument(error) }
        try state.perform(.release, file: file, line: line) { (state) throws(SemaphoreError) in
            guard state.permits + count <= bound else {
                throw .overReleased(semaphore: name, bound: bound, caller: Thread.current.name)
            }
            state.permits += count
        }
    }

    /// Holds a permit while `body` runs.
    public func withPermit<Output>(
        file: StaticString = #fileID, line: UInt = #line, _ body: () throws -> Output
    ) throws -> Output {
        try acquire(file: file, line: line)
        let output = Result { try body() }
        try release(file: file, line: line)
        return try output.get()
    }
}

/// A misuse of a bounded semaphore.
public enum SemaphoreError: Error, Hashable, CustomStringConvertible {
    /// More permits were given back than were taken.
    case overReleased(semaphore: String, bound: Int, caller: String)
    /// So many permits cannot be released.
    case badArgument(ArgumentError)

    /// What went wrong, as a sentence.
    public var description: String {
        switch self {
        case .overReleased(let semaphore, let bound, let caller):
            "\(caller) released \(semaphore) more often than it was acquired: it may have \(bound) permits at most."
        case .badArgument(let error): error.description
        }
    }
}
