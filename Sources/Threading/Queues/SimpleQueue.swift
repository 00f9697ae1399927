import Events

/// A queue without a bound, of which nobody counts what is done with: as Python's `queue.SimpleQueue`. First in, first out.
///
/// | Python | here |
/// |---|---|
/// | `put(item)`, `put_nowait(item)` | `put(_:)` |
/// | `get(block, timeout)`, `get_nowait()` | `get(timeout:)`, `getNoWait()` |
/// | `qsize()`, `empty()` | `count`, `isEmpty` |
/// | `Empty` | `QueueError.empty` |
public final class SimpleQueue<Element: Sendable>: Sendable {
    package let state: Guarded<QueueState<FIFOStorage<Element>>>

    /// An empty queue.
    public init(name: String? = nil) {
        state = Guarded(QueueState(capacity: nil, countsUnfinished: false), name: name)
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// Adds an item. Never blocks, and never fails: an interrupted thread can still do it, and so can a `deinit`.
    public func put(_ element: Element, file: StaticString = #fileID, line: UInt = #line) {
        state.perform(.put, file: file, line: line, value: { _ in TraceValue(showing: element) }) {
            $0.put(element)
        }
    }

    /// Waits until there is an item, and takes it out.
    ///
    /// - Parameter timeout: how long to wait at most; nil waits for ever, zero does not wait.
    /// - Throws: `QueueError.empty` if the time was up; `.interrupted`.
    public func get(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(QueueError) -> Element {
        let element = try state.perform(
            .get, within: timeout, file: file, line: line, value: { TraceValue(showing: $0) },
            when: { !$0.isEmpty }
        ) { (state) throws(QueueError) -> Element in
            guard let element = state.get() else { throw .empty(queue: name) }
            return element
        }
        guard let element else { throw .empty(queue: name) }
        return element
    }

    /// Takes an item out if there is one; does not wait.
    public func getNoWait(file: StaticString = #fileID, line: UInt = #line) throws(QueueError) -> Element {
        try get(timeout: .zero, file: file, line: line)
    }

    /// How many items there are now.
    public var count: Int { state.perform(.inspect, file: nowhere, line: 0) { $0.count } }

    /// Whether there are none now.
    public var isEmpty: Bool { state.perform(.inspect, file: nowhere, line: 0) { $0.isEmpty } }
}
