package import Events

/// The state of a queue: its items, and how many of those ever put are not yet done with.
package struct QueueState<Storage: QueueStorage>: GuardedState {
    package static var kind: ObjectKind { .queue }
    private var items = Storage()
    package let capacity: Int?
    /// Whether anybody says of items that they are done with.
    private let countsUnfinished: Bool
    package private(set) var unfinished = 0
    package private(set) var isShutDown = false

    package init(capacity: Int?, countsUnfinished: Bool = true) {
        self.capacity = capacity
        self.countsUnfinished = countsUnfinished
    }

    package var count: Int { items.count }
    package var isEmpty: Bool { items.count == 0 }
    package var isFull: Bool { capacity.map { items.count >= $0 } ?? false }

    package mutating func put(_ element: Storage.Element) {
        items.append(element)
        if countsUnfinished { unfinished += 1 }
    }

    package mutating func get() -> Storage.Element? { items.popNext() }

    /// Notes that an item is done with; false if all were already.
    package mutating func taskDone() -> Bool {
        guard unfinished > 0 else { return false }
        unfinished -= 1
        return true
    }

    /// Refuses new items from now on, and drops the present ones if `immediate`.
    package mutating func shutdown(immediate: Bool) {
        isShutDown = true
        while immediate, items.popNext() != nil { _ = taskDone() }
    }

    package var shown: ObjectState {
        .queue(
            items: items.first(ObjectState.shownItems).map { String(describing: $0) },
            size: items.count, capacity: capacity, unfinished: unfinished, isShutDown: isShutDown)
    }

    /// Who joins changes nothing.
    package func commute(_ first: Action, _ second: Action) -> Bool {
        first.isLook(or: .join) && second.isLook(or: .join)
    }
}
