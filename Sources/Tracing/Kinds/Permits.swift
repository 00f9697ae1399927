/// Permits in the order in which they were given; those that were there from the beginning come first.
struct Permits: Sendable {
    private var initial: Int
    /// Who gave how many, of which some may have been taken.
    private var givers = FIFO<(giver: Int32, count: Int)>()
    /// How many are left.
    private(set) var count: Int

    init(initial: Int) {
        self.initial = max(initial, 0)
        count = self.initial
    }

    mutating func give(_ count: Int, by index: Int32) {
        if count <= 0 { return }
        givers.append((index, count))
        self.count &+= count
    }

    /// Takes the oldest permit, and says who gave it; nil if nobody did.
    mutating func take() -> Int32? { drop(1) }

    /// Takes the oldest permits until no more than `most` are left.
    mutating func keep(atMost most: Int) {
        while count > max(most, 0) { _ = drop(count - max(most, 0)) }
    }

    /// Takes up to so many of the oldest giver's permits, and says who that was.
    private mutating func drop(_ wanted: Int) -> Int32? {
        if initial > 0 {
            let taken = min(initial, wanted)
            initial -= taken
            count -= taken
            return nil
        }
        guard let oldest = givers.first else { return nil }
        let taken = min(oldest.count, wanted)
        count &-= taken
        if taken == oldest.count {
            _ = givers.popFirst()
        } else {
            givers.replaceFirst(with: (oldest.giver, oldest.count - taken))
        }
        return oldest.giver
    }
}

/// A queue of values in an array, whose used front is cut off now and then.
struct FIFO<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var head = 0

    var count: Int { elements.count - head }

    /// The oldest value.
    var first: Element? { head < elements.count ? elements[head] : nil }

    /// Puts another value in the place of the oldest, which must be there.
    mutating func replaceFirst(with element: Element) { elements[head] = element }

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
