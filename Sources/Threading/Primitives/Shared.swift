public import Events

/// A variable that threads share, whose every read and write is an action of its own: it can be seen in the
/// trace, and another thread can come between any two.
///
/// A read or a write is indivisible, so the program is free of undefined behaviour; a read followed by a write is
/// not, and that is what a race is about. It stands for a plain variable of a real program: if nothing else orders two
/// threads' accesses, one of them a write, they are a data race. What is meant to be accessed so is an `Atomic`.
public final class Shared<Value: Sendable>: Sendable {
    @usableFromInline package let state: Guarded<SharedState<Value>>

    /// A variable with a first value.
    public init(_ value: Value, name: String? = nil) {
        state = Guarded(SharedState(value: value), name: name)
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// The value now. Does not wait.
    ///
    /// - Throws: `Interrupted` if the thread was interrupted, so that a loop that reads until something changes
    ///   can be ended.
    @inlinable
    public func read(file: StaticString = #fileID, line: UInt = #line) throws(Interrupted) -> Value {
        try act(.read, file: file, line: line) { $0.value }
    }

    /// Replaces the value. Does not wait.
    ///
    /// - Throws: `Interrupted` if the thread was interrupted.
    @inlinable
    public func write(
        _ value: Value, file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) {
        _ = try act(.write, file: file, line: line) { (state) -> Value in
            state.value = value
            return value
        }
    }

    /// The value at the end, when no other thread writes any more: not in the trace, and no action if the calling thread has
    /// joined all others. Otherwise somebody may write yet, and it is a read like any other to those who explore.
    public var finalValue: Value {
        let caller = Thread.calling
        if let controller = state.controller(of: caller, for: .read), !controller.hasJoinedAll {
            return state.perform(quietly: .read) { $0.value }
        }
        return state.peek { $0.value }
    }

    @inlinable
    func act(
        _ action: Action, file: StaticString, line: UInt,
        _ transition: (inout SharedState<Value>) -> Value
    ) throws(Interrupted) -> Value {
        let value = try state.perform(
            action, file: file, line: line, value: { TraceValue(showing: $0) }, when: { _ in true },
            transition)
        guard let value else { preconditionFailure("an action without a deadline cannot time out") }
        return value
    }
}

/// The state of a shared variable.
@usableFromInline
package struct SharedState<Value: Sendable>: GuardedState {
    @inlinable package static var kind: ObjectKind { .variable }
    @usableFromInline package var value: Value

    @usableFromInline package var shown: ObjectState { .variable(TraceValue(showing: value)) }

    /// Two reads see the same.
    @usableFromInline package func commute(_ first: Action, _ second: Action) -> Bool {
        first == .read && second == .read
    }

    /// Nobody waits for a variable.
    @inlinable package static var hasGuards: Bool { false }
}
