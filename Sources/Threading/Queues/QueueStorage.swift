import DequeModule
import HeapModule

/// In which order a queue gives its items back.
public protocol QueueStorage<Element>: SendableMetatype {
    associatedtype Element
    /// An empty storage.
    init()
    /// How many items there are.
    var count: Int { get }
    /// Adds an item.
    mutating func append(_ element: Element)
    /// Takes out the item that is next; nil if there is none.
    mutating func popNext() -> Element?
    /// The first items in the order in which they will be taken out.
    func first(_ count: Int) -> [Element]
}

/// First in, first out.
public struct FIFOStorage<Element>: QueueStorage {
    private var items = Deque<Element>()
    /// An empty storage.
    public init() {}
    /// How many items there are.
    public var count: Int { items.count }
    /// Adds an item.
    public mutating func append(_ element: Element) { items.append(element) }
    /// Takes out the item that is next.
    public mutating func popNext() -> Element? { items.popFirst() }
    /// The first items in the order in which they will be taken out.
    public func first(_ count: Int) -> [Element] { Array(items.prefix(count)) }
}

/// Last in, first out.
public struct LIFOStorage<Element>: QueueStorage {
    private var items: [Element] = []
    /// An empty storage.
    public init() {}
    /// How many items there are.
    public var count: Int { items.count }
    /// Adds an item.
    public mutating func append(_ element: Element) { items.append(element) }
    /// Takes out the item that is next.
    public mutating func popNext() -> Element? { items.popLast() }
    /// The first items in the order in which they will be taken out.
    public func first(_ count: Int) -> [Element] { items.suffix(count).reversed() }
}

/// Lowest first.
public struct PriorityStorage<Element: Comparable>: QueueStorage {
    private var items = Heap<Element>()
    /// An empty storage.
    public init() {}
    /// How many items there are.
    public var count: Int { items.count }
    /// Adds an item.
    public mutating func append(_ element: Element) { items.insert(element) }
    /// Takes out the item that is next.
    public mutating func popNext() -> Element? { items.popMin() }
    /// The first items in the order in which they will be taken out.
    public func first(_ count: Int) -> [Element] { Array(items.unordered.sorted().prefix(count)) }
}
