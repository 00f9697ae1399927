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

    /// A semaphore with one permit.
    public convenience init(name: String? = nil) { self.init(SemaphoreState(permits: 1), name: name) }

    /// A semaphore with a number of permits, from zero to 2³².
    ///
    /// - Throws: `ArgumentError` for any other number.
    public convenience init(_ permits: Int, name: String? = nil) throws(ArgumentError) {
        self.init(try SemaphoreState(checking: permits, of: name), name: name)
    }

    package init(_ state: SemaphoreState, name: String? = nil) { self.state = Guarded(state, name: name) }

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

    /// Gives back a permit, or adds a new one; wakes one of those who wait. Never blocks.
    public func release(file: StaticString = #fileID, line: UInt = #line) {
        state.perform(.release, file: file, line: line) { $0.permits += 1 }
    }

    /// Gives back permits, or adds new ones; wakes as many of those who wait. Never blocks.
    ///
    /// - Parameter count: how many, from one to 2³².
    /// - Throws: `ArgumentError` for any other number, or if the semaphore had more permits than it has room for;
    ///   nothing has changed then.
    public func release(
        _ count: Int, file: StaticString = #fileID, line: UInt = #line
    ) throws(ArgumentError) {
        let count = try SemaphoreState.check(count: count, for: name)
        try state.perform(.release, file: file, line: line) { (state) throws(ArgumentError) in
            try state.add(count, to: name)
        }
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
///
/// | | at most |
/// |---|---|
/// | permits to begin with, or released at once | 2³² |
/// | permits after a release of several | 2⁶² |
///
/// So a release of one needs no look at how many there are: after 2⁶² permits there is room for as many single ones, which
/// takes longer than a century. And none of several is refused for want of room before there were 2³⁰ of them, so that two
/// of them commute in all executions that anybody can explore.
package struct SemaphoreState: GuardedState, Hashable {
    package static var kind: ObjectKind { .semaphore }
    package var permits: Int
    /// How many there may be at most; nil for any number.
    package let bound: Int?
    package var variant: Int { bound == nil ? 0 : 1 }

    package init(permits: Int, bound: Int? = nil) {
        self.permits = permits
        self.bound = bound
    }

    package static let mostAtOnce = 1 << 32
    package static let most = 1 << 62

    /// The state of a semaphore that is called `name`, if it may begin with so many permits.
    init(checking permits: Int, isBounded: Bool = false, of name: String?) throws(ArgumentError) {
        let permits = try ArgumentError.check(
            permits, isIn: 0...Self.mostAtOnce, as: "permits", of: name ?? "a semaphore")
        self.init(permits: permits, bound: isBounded ? permits : nil)
    }

    /// Gives the count back if so many permits may be released at once.
    static func check(count: Int, for name: @autoclosure () -> String) throws(ArgumentError) -> Int {
        try ArgumentError.check(count, isIn: 1...mostAtOnce, as: "count", of: name())
    }

    /// Adds permits, as long as there is room for them.
    package mutating func add(_ count: Int, to name: @autoclosure () -> String) throws(ArgumentError) {
        let room = max(0, Self.most - permits)
        permits += try ArgumentError.check(count, isIn: 0...room, as: "count", of: name())
    }

    package var shown: ObjectState { .semaphore(permits: permits, bound: bound) }

    /// Two releases add up, unless one of them could be one too many.
    package func commute(_ first: Action, _ second: Action) -> Bool {
        first == .release && second == .release && bound == nil
    }
}
