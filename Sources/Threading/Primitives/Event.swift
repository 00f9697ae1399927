package import Events

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
        // Tells this wait from those that the event has ended already.
        let seen = state.perform(quietly: .wait) { $0.timesSet }
        return try state.perform(
            .wait, within: timeout, file: file, line: line, when: { $0.hasBeenSet(since: seen) }
        ) { _ in } != nil
    }

    /// Sets the event, and lets all pass that wait for it, even if it is cleared before they go on. Never blocks.
    public func set(file: StaticString = #fileID, line: UInt = #line) {
        state.perform(.set, waking: .all, file: file, line: line) { $0.set() }
    }

    /// Clears the event: from now on, waiting blocks again. Never blocks.
    public func clear(file: StaticString = #fileID, line: UInt = #line) {
        state.perform(.clear, file: file, line: line) { $0.clear() }
    }

    /// Whether the event is set now.
    public var isSet: Bool {
        state.perform(.inspect, file: nowhere, line: 0) { $0.isSet }
    }
}

/// The state of an event. It counts how often it was set, so that a setting ends all waits that were there, as in
/// CPython: a waiter that had to find the event still set would sleep on if it was cleared at once.
package struct EventState: GuardedState, Hashable {
    package static var kind: ObjectKind { .event }
    package private(set) var isSet = false
    package private(set) var timesSet = 0

    package init() {}

    package mutating func set() {
        isSet = true
        timesSet += 1
    }

    package mutating func clear() { isSet = false }

    /// Whether a wait that began when the event had been set `count` times is over.
    package func hasBeenSet(since count: Int) -> Bool { isSet || timesSet != count }

    package var shown: ObjectState { .event(isSet: isSet) }

    /// Those who wait and those who look change nothing, and an event that is set twice is set.
    package func commute(_ first: Action, _ second: Action) -> Bool {
        first == second || (first.isLook(or: .wait) && second.isLook(or: .wait))
    }
}
