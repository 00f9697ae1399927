/// The state of a queue: its items, and how many of those ever put are not yet done with.
struct QueueState<Storage: QueueStorage>: GuardedState {
    static var kind: ObjectKind { .queue }
    private var items = Storage()
    let capacity: Int?
    private(set) var unfinished = 0
    private(set) var isShutDown = false

    init(capacity: Int?) { self.capacity = capacity }

    var count: Int { items.count }
    var isEmpty: Bool { items.count == 0 }
    var isFull: Bool { capacity.map { items.count >= $0 } ?? false }

    mutating func put(_ element: Storage.Element) {
        items.append(element)
        unfinished += 1
    }

    mutating func get() -> Storage.Element? { items.popNext() }

    /// Notes that an item is done with; false if all were already.
    mutating func taskDone() -> Bool {
        guard unfinished > 0 else { return false }
        unfinished -= 1
        return true
    }

    /// Refuses new items from now on, and drops the present ones if `immediate`.
    mutating func shutdown(immediate: Bool) {
        isShutDown = true
        while immediate, items.popNext() != nil { _ = taskDone() }
    }

    var shown: ObjectState {
        .items(
            items.first(ObjectState.shownItems).map { String(describing: $0) },
            size: items.count, capacity: capacity, unfinished: unfinished, isShutDown: isShutDown)
    }
}
