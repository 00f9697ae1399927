import Threading

extension KnownProgram {
    /// A ring of two slots, whose producer tells of an item before it is there.
    ///
    /// Three steps in order: the producer moves the index, the consumer reads index and slot, the producer writes the slot.
    static func circularBuffer(items: Int) -> KnownProgram {
        KnownProgram(name: "circular buffer \(items)") { isFixed in
            let slots = [Shared(0), Shared(0)]
            let (produced, consumed) = (Shared(0), Shared(0))
            try runAll([
                {
                    var item = 0
                    for _ in 0..<items where try item - consumed.read() < slots.count {
                        if isFixed { try slots[item % 2].write(item + 1) }
                        try produced.write(item + 1)
                        if !isFixed { try slots[item % 2].write(item + 1) }
                        item += 1
                    }
                },
                {
                    var item = 0
                    for _ in 0..<items where try item < produced.read() {
                        try demand(slots[item % 2].read() == item + 1, "items come in their order")
                        try consumed.write(item + 1)
                        item += 1
                    }
                },
            ])
        }
    }

    /// A stack under a lock, whose takers look outside of it whether anything is there.
    ///
    /// Three steps in order: both takers see the last item, one takes it, the other takes what is not there.
    static func stack(items: Int) -> KnownProgram {
        KnownProgram(name: "stack \(items)") { isFixed in
            let (lock, top) = (Lock(), Shared(0))
            let take: @Sendable () throws -> Void = {
                for _ in 0..<items where try isFixed || top.read() > 0 {
                    try lock.withLock {
                        let height = try top.read()
                        if isFixed && height == 0 { return }
                        try demand(height > 0, "there is an item to take")
                        try top.write(height - 1)
                    }
                }
            }
            let put: @Sendable () throws -> Void = {
                for _ in 0..<items { try lock.withLock { try top.write(top.read() + 1) } }
            }
            try runAll([put, take, take])
        }
    }

    /// The queue of a worker, who takes from its tail without a lock, while a thief takes from its head (after the THE
    /// protocol of Frigo, Leiserson, Randall, PLDI 1998). The worker looks at the head before it has claimed the item.
    ///
    /// Three steps in order: the worker reads the head, the thief goes through a whole theft, the worker moves the tail;
    /// and only the last item can be taken twice so.
    static func workStealing(items: Int) -> KnownProgram {
        KnownProgram(name: "work stealing \(items)") { isFixed in
            let (lock, head, tail) = (Lock(), Shared(0), Shared(0))
            let (own, stolen) = (Shared<[Int]>([]), Shared<[Int]>([]))
            let claim = { @Sendable () throws -> Int? in
                let item = try tail.read() - 1
                let early = try isFixed ? nil : head.read()
                try tail.write(item)
                if try early ?? head.read() <= item { return item }
                try tail.write(item + 1)
                return nil
            }
            try runAll([
                {
                    for item in 0..<items { try tail.write(item + 1) }
                    var taken: [Int] = []
                    for _ in 0..<items {
                        if let item = try claim() ?? lock.withLock({ try claim() }) { taken.append(item) }
                    }
                    try own.write(taken)
                },
                {
                    var taken: [Int] = []
                    for _ in 0..<items {
                        try lock.withLock {
                            let item = try head.read()
                            try head.write(item + 1)
                            if try item < tail.read() { taken.append(item) } else { try head.write(item) }
                        }
                    }
                    try stolen.write(taken)
                },
            ])
            let all = try own.read() + stolen.read()
            try demand(Set(all).count == all.count, "no item is taken twice")
        }
    }
}
