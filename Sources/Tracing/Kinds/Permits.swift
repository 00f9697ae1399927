/// Permits in the order in which they were given; those that were there from the beginning come first.
struct Permits: Sendable {
    private var initial: Int
    private var givers = FIFO<Int32>()

    init(initial: Int) { self.initial = initial }

    /// How many are left.
    var count: Int { initial + givers.count }

    mutating func give(_ count: Int, by index: Int32) {
        for _ in 0..<max(count, 0) { givers.append(index) }
    }

    /// Takes the oldest permit, and says who gave it; nil if nobody did.
    mutating func take() -> Int32? {
        if initial > 0 {
            initial -= 1
            return nil
        }
        return givers.popFirst()
    }
}

/// A queue of values in an array, whose used front is cut off now and then.
struct FIFO<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var head = 0

    var count: Int { elements.count - head }
    var first: Element? { head < elements.count ? elements[head] : nil }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard let first else { return nil }
        head += 1
        if head > 32, head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return first
    }

    mutating func popLast() -> Element? { count > 0 ? elements.popLast() : nil }
}
