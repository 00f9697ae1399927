package import Events

/// A gate that opens once something has happened a number of times, and then stays open, as Java's
/// `java.util.concurrent.CountDownLatch`: threads wait until the others have done their parts. Python has none.
///
/// | Java | here |
/// |---|---|
/// | `CountDownLatch(count)` | `CountDownLatch(count)` |
/// | `countDown()`, `getCount()` | `countDown()`, `count` |
/// | `await()`, `await(timeout, unit)` | `wait(timeout:)` |
///
/// Unlike a `Barrier`, those who count need not wait, one thread may count more than once, and it cannot be used again.
public final class CountDownLatch: Sendable {
    package let state: Guarded<CountDownLatchState>

    /// A latch that opens after so many counts, zero or more.
    ///
    /// - Throws: `ArgumentError` if the count is less than zero.
    public init(_ count: Int, name: String? = nil) throws(ArgumentError) {
        let count = try ArgumentError.check(count, isIn: 0 ... .max, as: "count", of: name ?? "a latch")
        state = Guarded(CountDownLatchState(count: count), name: name)
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// Waits until the latch is open.
    ///
    /// - Parameter timeout: how long to wait at most; nil waits for ever, zero does not wait.
    /// - Returns: whether the latch is open; false only if the time was up.
    @discardableResult
    public func wait(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) -> Bool {
        try state.perform(.wait, within: timeout, file: file, line: line, when: { $0.isOpen }) { _ in } != nil
    }

    /// Counts once; the last count opens the latch for all who wait. Does nothing if it is open. Never blocks.
    public func countDown(file: StaticString = #fileID, line: UInt = #line) {
        state.perform(.countDown, waking: .all, file: file, line: line) { $0.countDown() }
    }

    /// How many counts are missing now.
    public var count: Int { state.perform(.inspect, file: nowhere, line: 0) { $0.count } }
}

/// The state of a latch.
package struct CountDownLatchState: GuardedState, Hashable {
    package static var kind: ObjectKind { .latch }
    package private(set) var count: Int

    package init(count: Int) { self.count = count }

    package var isOpen: Bool { count == 0 }

    package mutating func countDown() { if count > 0 { count -= 1 } }

    package var shown: ObjectState { .latch(count: count) }

    /// Those who pass and those who look change nothing, and two counts add up.
    package func commute(_ first: Action, _ second: Action) -> Bool {
        (first == .countDown && second == .countDown) || (first.isLook(or: .wait) && second.isLook(or: .wait))
    }
}
