package import Events

/// The state of a queue: its items, and how many of those ever put are not yet done with.
package struct QueueState<Storage: QueueStorage>: GuardedState {
    package static var kind: ObjectKind { .queue }
    private var items = Storage()
    package private(set) var count = 0
    package let capacity: Int?
    /// Whether anybody says of items that they are done with.
    private let countsUnfinished: Bool
    package private(set) var unfinished = 0
    package private(set) var isShutDown = false

    package init(capacity: Int?, countsUnfinished: Bool = true) {
        self.capacity = capacity
        self.countsUnfinished = countsUnfinished
    }

    package var isEmpty: Bool { count == 0 }
    package var isFull: Bool { capacity.map { count >= $0 } ?? false }

    package var withoutValues: Self {
        var rest = self
        rest.items = Storage()
        return rest
    }

    package mutating func put(_ element: Storage.Element) {
        items.append(element)
        count += 1
        if countsUnfinished { unfinished += 1 }
    }

    package mutating func get() -> Storage.Element? {
        guard let element = items.popNext() else { return nil }
        count -= 1
        return element
    }

    /// Notes that an item is done with; false if all were already.
    package mutating func taskDone() -> Bool {
        guard unfinished > 0 else { return false }
        unfinished -= 1
        return true
    }

    /// Refuses new items from now on, and drops the present ones if `immediate`.
    package mutating func shutdown(immediate: Bool) {
        isShutDown = true
        while immediate, get() != nil { _ = taskDone() }
    }

    package var shown: ObjectState {
        .queue(
            items: items.first(ObjectState.shownItems).map { String(describing: $0) },
            size: count, capacity: capacity, unfinished: unfinished, isShutDown: isShutDown)
    }

    /// Who joins changes nothing.
    package func commute(_ first: Action, _ second: Action) -> Bool {
        first.isLook(or: .join) && second.isLook(or: .join)
    }
}
