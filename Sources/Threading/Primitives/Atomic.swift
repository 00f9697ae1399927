public import Events

/// A variable on which accesses of several threads do not race: each is one indivisible step, and all of them happen in one
/// order for all threads. It is what locks, flags and counters without a lock are made of.
///
/// Its name and its operations are those of Swift's `Synchronization`, without the orderings: every access here is
/// sequentially consistent, as with `.sequentiallyConsistent` there. So whoever loads a value comes after whatever the one
/// did before who stored it, and what that thread did to a `Shared` is no data race. Accesses of a `Shared` itself promise
/// nothing of the kind. Where a file imports both modules, this one is `Threading.Atomic`.
///
/// | Swift | here |
/// |---|---|
/// | `load(ordering:)`, `store(_:ordering:)`, `exchange(_:ordering:)` | `load()`, `store(_:)`, `exchange(_:)` |
/// | `compareExchange(expected:desired:ordering:)` | `compareExchange(expected:desired:)` |
/// | `wrappingAdd(_:ordering:)` | `wrappingAdd(_:)` |
///
/// There is no `add`, which traps in Swift if the sum does not fit. Unlike Swift's this one is shared by reference, and holds any value. No access waits. All throw `Interrupted` in a thread that
/// was interrupted, so that a loop of them can be ended.
public final class Atomic<Value: Sendable>: Sendable {
    @usableFromInline package let state: Guarded<AtomicState<Value>>

    /// An atomic variable with a first value.
    public init(_ value: Value, name: String? = nil) {
        state = Guarded(AtomicState(value: value), name: name)
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// The value now.
    @inlinable
    public func load(file: StaticString = #fileID, line: UInt = #line) throws(Interrupted) -> Value {
        try act(.load, file: file, line: line, shown: { $0 }) { $0.value }
    }

    /// Replaces the value.
    @inlinable
    public func store(
        _ value: Value, file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) {
        try act(.store, file: file, line: line, shown: { _ in value }) { $0.value = value }
    }

    /// Replaces the value, and gives back the one that was there.
    @inlinable
    @discardableResult
    public func exchange(
        _ value: Value, file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) -> Value {
        try act(.exchange, file: file, line: line, shown: { $0 }) { (state) -> Value in
            defer { state.value = value }
            return state.value
        }
    }

    @inlinable
    func act<Output>(
        _ action: Action, file: StaticString, line: UInt, shown: (Output) -> Value,
        _ transition: (inout AtomicState<Value>) -> Output
    ) throws(Interrupted) -> Output {
        let output = try state.perform(
            action, file: file, line: line, value: { TraceValue(showing: shown($0)) }, when: { _ in true },
            transition)
        guard let output else { preconditionFailure("an action without a deadline cannot time out") }
        return output
    }
}

extension Atomic where Value: Equatable {
    /// Replaces the value if it is the one that is expected.
    ///
    /// In a trace one that finds another value has timed out, as a try of a lock has that is held.
    ///
    /// - Returns: whether it was, and the value that was there.
    @inlinable
    @discardableResult
    public func compareExchange(
        expected: Value, desired: Value, file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) -> (exchanged: Bool, original: Value) {
        try state.attempt(
            .compareExchange, file: file, line: line, value: { TraceValue(showing: $0.original) },
            when: { $0.value == expected },
            { state in
                state.value = desired
                return (true, expected)
            },
            otherwise: { (false, $0.value) })
    }
}

extension Atomic where Value: FixedWidthInteger {
    /// Adds to the value: fetch-and-add. What is more than fits is cut off.
    ///
    /// - Returns: the value that was there, and the one that is.
    @inlinable
    @discardableResult
    public func wrappingAdd(
        _ operand: Value, file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) -> (oldValue: Value, newValue: Value) {
        try act(.add, file: file, line: line, shown: { $0.oldValue }) { $0.wrappingAdd(operand) }
    }
}

/// The state of an atomic variable.
@usableFromInline
package struct AtomicState<Value: Sendable>: GuardedState {
    @inlinable package static var kind: ObjectKind { .atomic }
    @usableFromInline package var value: Value

    @usableFromInline
    package init(value: Value) { self.value = value }

    @usableFromInline package var shown: ObjectState { .atomic(TraceValue(showing: value)) }

    /// Two loads see the same.
    @usableFromInline package func commute(_ first: Action, _ second: Action) -> Bool {
        first == .load && second == .load
    }
}

extension AtomicState where Value: FixedWidthInteger {
    @usableFromInline
    package mutating func wrappingAdd(_ operand: Value) -> (oldValue: Value, newValue: Value) {
        let old = value
        value = old &+ operand
        return (old, value)
    }
}
