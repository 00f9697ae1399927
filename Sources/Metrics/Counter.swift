import Synchronization

/// A number that only grows. Adding to it takes no lock.
public final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    /// A counter at zero.
    public init() {}

    /// Adds to it.
    public func add(_ amount: Int = 1) { count.wrappingAdd(amount, ordering: .relaxed) }

    /// What has been added so far.
    public var value: Int { count.load(ordering: .relaxed) }
}

/// A number that goes up and down. Changing it takes no lock.
public final class Gauge: Sendable {
    private let level = Atomic<Int>(0)

    /// A gauge at zero.
    public init() {}

    /// Raises it, or lowers it by a negative amount, and gives what it is then.
    @discardableResult
    public func add(_ amount: Int) -> Int { level.wrappingAdd(amount, ordering: .relaxed).newValue }

    /// Where it stands.
    public var value: Int { level.load(ordering: .relaxed) }
}
