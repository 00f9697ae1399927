import Events

/// First in, first out, as Python's `queue.Queue`.
public typealias Queue<Element: Sendable> = BlockingQueue<FIFOStorage<Element>>
/// Last in, first out, as Python's `queue.LifoQueue`.
public typealias LIFOQueue<Element: Sendable> = BlockingQueue<LIFOStorage<Element>>
/// Lowest first, as Python's `queue.PriorityQueue`.
public typealias PriorityQueue<Element: Sendable & Comparable> = BlockingQueue<PriorityStorage<Element>>

/// A queue that threads hand items through, as those of Python's `queue` module. A bounded queue makes its producers
/// wait while it is full; an empty one makes its consumers wait.
///
/// | Python | here |
/// |---|---|
/// | `Queue(maxsize)` | `Queue(capacity:)` |
/// | `put(item, block, timeout)`, `put_nowait(item)` | `put(_:timeout:)`, `putNoWait(_:)` |
/// | `get(block, timeout)`, `get_nowait()` | `get(timeout:)`, `getNoWait()` |
/// | `task_done()`, `join()`, `shutdown(immediate)` | `taskDone()`, `join(timeout:)`, `shutdown(immediate:)` |
/// | `qsize()`, `empty()`, `full()` | `count`, `isEmpty`, `isFull` |
/// | `maxsize`, `unfinished_tasks`, `is_shutdown` | `capacity`, `unfinishedTasks`, `isShutDown` |
/// | `Full`, `Empty`, `ShutDown`, `ValueError` | `QueueError` |
public final class BlockingQueue<Storage: QueueStorage>: Sendable where Storage.Element: Sendable {
    /// What the queue holds.
    public typealias Element = Storage.Element

    package let state: Guarded<QueueState<Storage>>

    /// An empty queue of at most `capacity` items; nil, or zero and less as in Python, means no bound.
    public init(capacity: Int? = nil, name: String? = nil) {
        state = Guarded(QueueState(capacity: capacity.flatMap { $0 > 0 ? $0 : nil }), name: name)
    }

    /// Its name in traces and messages.
    public var name: String { state.name }

    /// How many items there may be at most; nil if there is no bound.
    public var capacity: Int? { state.peek { $0.capacity } }

    /// Waits until there is room, and adds an item.
    ///
    /// - Parameter timeout: how long to wait at most; nil waits for ever, zero does not wait.
    /// - Throws: `QueueError.full` if the time was up; `.shutDown` if the queue is or becomes shut down;
    ///   `.interrupted`.
    public func put(
        _ element: Element, timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(QueueError) {
        let isPut =
            try state.perform(
                .put, within: timeout, file: file, line: line, value: { _ in TraceValue(showing: element) },
                when: { $0.isShutDown || !$0.isFull }
            ) { (state) throws(QueueError) -> Void in
                if state.isShutDown { throw .shutDown(queue: name) }
                state.put(element)
            } != nil
        if !isPut { throw .full(queue: name, capacity: capacity ?? 0) }
    }

    /// Adds an item if there is room; does not wait.
    public func putNoWait(
        _ element: Element, file: StaticString = #fileID, line: UInt = #line
    ) throws(QueueError) {
        try put(element, timeout: .zero, file: file, line: line)
    }

    /// Waits until there is an item, and takes it out.
    ///
    /// - Parameter timeout: how long to wait at most; nil waits for ever, zero does not wait.
    /// - Throws: `QueueError.empty` if the time was up; `.shutDown` if the queue is empty and is or becomes shut
    ///   down; `.interrupted`.
    public func get(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(QueueError) -> Element {
        let element = try state.perform(
            .get, within: timeout, file: file, line: line, value: { TraceValue(showing: $0) },
            when: { $0.isShutDown || !$0.isEmpty }
        ) { (state) throws(QueueError) -> Element in
            guard let element = state.get() else { throw .shutDown(queue: name) }
            return element
        }
        guard let element else { throw .empty(queue: name) }
        return element
    }

    /// Takes an item out if there is one; does not wait.
    public func getNoWait(file: StaticString = #fileID, line: UInt = #line) throws(QueueError) -> Element {
        try get(timeout: .zero, file: file, line: line)
    }

    /// Says that an item that was got is done with; the last one lets those pass who wait in `join`.
    ///
    /// - Throws: `QueueError.allDone` if every item ever put is done with already.
    public func taskDone(file: StaticString = #fileID, line: UInt = #line) throws(QueueError) {
        try state.perform(.taskDone, waking: .all, file: file, line: line) { (state) throws(QueueError) in
            guard state.taskDone() else { throw .allDone(queue: name, caller: Thread.current.name) }
        }
    }

    /// Waits until every item ever put is done with.
    ///
    /// - Returns: whether that is so; false only if the time was up.
    @discardableResult
    public func join(
        timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line
    ) throws(Interrupted) -> Bool {
        try state.perform(.join, within: timeout, file: file, line: line, when: { $0.unfinished == 0 }) { _ in
        } != nil
    }

    /// Refuses items from now on, and wakes all who wait. Never blocks.
    ///
    /// - Parameter immediate: drops the items that are there, each counting as done with; otherwise they can still
    ///   be got.
    public func shutdown(immediate: Bool = false, file: StaticString = #fileID, line: UInt = #line) {
        state.perform(.shutdown, waking: .all, file: file, line: line, value: { _ in .flag(immediate) }) {
            $0.shutdown(immediate: immediate)
        }
    }

    /// How many items there are now.
    public var count: Int { state.perform(.inspect, file: nowhere, line: 0) { $0.count } }

    /// Whether there are none now.
    public var isEmpty: Bool { state.perform(.inspect, file: nowhere, line: 0) { $0.isEmpty } }

    /// Whether there is no room now.
    public var isFull: Bool { state.perform(.inspect, file: nowhere, line: 0) { $0.isFull } }

    /// How many of the items ever put are not yet done with now: those that are there, and those of which nobody has said
    /// so by `taskDone()`.
    public var unfinishedTasks: Int { state.perform(.inspect, file: nowhere, line: 0) { $0.unfinished } }

    /// Whether the queue was shut down.
    public var isShutDown: Bool { state.perform(.inspect, file: nowhere, line: 0) { $0.isShutDown } }
}

/// Why a queue refuses.
public enum QueueError: InterruptibleError, Hashable, CustomStringConvertible {
    /// There was no room in time.
    case full(queue: String, capacity: Int)
    /// There was no item in time.
    case empty(queue: String)
    /// The queue was shut down.
    case shutDown(queue: String)
    /// More items were said to be done with than were put.
    case allDone(queue: String, caller: String)
    /// The calling thread was interrupted.
    case interrupted

    /// What went wrong, as a sentence.
    public var description: String {
        switch self {
        case .full(let queue, let capacity): "\(queue) is full: its capacity is \(capacity)."
        case .empty(let queue): "\(queue) is empty."
        case .shutDown(let queue): "\(queue) has been shut down."
        case .allDone(let queue, let caller):
            "\(caller) called taskDone once too often: every item ever put in \(queue) is done with."
        case .interrupted: Interrupted.interrupted.description
        }
    }
}
