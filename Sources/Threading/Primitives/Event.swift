/// A flag that threads can wait for, as Python's `threading.Event`.
///
/// | Python | here |
/// |---|---|
/// | `set()`, `clear()`, `is_set()`, `wait(timeout)` | `set()`, `clear()`, `isSet`, `wait(timeout:)` |
public final class Event: Sendable {
    package let state: Guarded<EventState>

    /// An event that is not set.
    public init(name: String? = nil) {
        state = Guarded(EventState(), name: name)
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// Waits until the event is set.
    ///
    /// - Parameter timeout: how long to wait at most; nil waits for ever, zero does not wait.
    /// - Returns: whether the event was set; false only if the time was up.
    @discardableResult
    public func wait(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) -> Bool {
        try state.perform(.wait, within: timeout, file: file, line: line, when: { $0.isSet }) { _ in } != nil
    }

    /// Sets the event, and wakes all that wait for it. Never blocks.
    public func set(file: StaticString = #fileID, line: UInt = #line) {
        state.perform(.set, waking: .all, file: file, line: line) { $0.isSet = true }
    }

    /// Clears the event: from now on, waiting blocks again. Never blocks.
    public func clear(file: StaticString = #fileID, line: UInt = #line) {
        state.perform(.clear, file: file, line: line) { $0.isSet = false }
    }

    /// Whether the event is set now.
    public var isSet: Bool {
        state.perform(.inspect, file: #fileID, line: #line) { $0.isSet }
    }
}

/// The state of an event.
package struct EventState: GuardedState, Hashable {
    package static var kind: ObjectKind { .event }
    package var isSet = false

    package init() {}

    package var shown: ObjectState { .flag(isSet: isSet) }
}
