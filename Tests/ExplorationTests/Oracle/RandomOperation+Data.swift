import Threading

// What threads share: variables, atomics, and objects that one of them makes for others.
extension RandomOperation {
    static let increment = Self("x += 1") { try $0.variables[0].write($0.variables[0].read() + 1) }

    static let variables = [
        increment,
        Self("x") { try $0.variables[0].read() },
        Self("y") { try $0.variables[1].read() },
        Self("x = 1") { try $0.variables[0].write(1) },
        Self("x = 2") { try $0.variables[0].write(2) },
        Self("y = 1") { try $0.variables[1].write(1) },
        Self("y += 1") { try $0.variables[1].write($0.variables[1].read() + 1) },
        Self("x = y") { try $0.variables[0].write($0.variables[1].read()) },
        Self("one of two new objects, handed over") { (objects) -> Void in
            // Which of them is the first that its thread makes depends on what it reads.
            try objects.handed.write(objects.variables[0].read() == 0 ? Handed.queue() : Handed.future())
        },
        Self("what was handed over, looked at") { try $0.handed.read()?.look() ?? -1 },
        Self(trying: "what was handed over, taken out") { try $0.handed.read()?.take() ?? -1 },
    ]

    static let atomics = [
        Self("a.load") { try $0.atomic.load() },
        Self("a.store(1)") { try $0.atomic.store(1) },
        Self("a.exchange(2)") { try $0.atomic.exchange(2) },
        Self("a.compareExchange(0, 1)") { try exchange(0, for: 1, $0.atomic) },
        Self("a.compareExchange(1, 0)") { try exchange(1, for: 0, $0.atomic) },
        Self("a.add(1)") { try $0.atomic.wrappingAdd(1).oldValue },
        Self("two tries of a.compareExchange(0, 1)") { objects in
            for turn in 1...2 where try objects.atomic.compareExchange(expected: 0, desired: 1).exchanged {
                return turn
            }
            return 0
        },
    ]

    private static func exchange(_ expected: Int, for desired: Int, _ atomic: Atomic<Int>) throws -> Int {
        let (isExchanged, original) = try atomic.compareExchange(expected: expected, desired: desired)
        return isExchanged ? 10 + original : original
    }
}

/// What one thread has made for others: a queue with items, or a future with a result.
enum Handed: Sendable {
    case queue(Queue<Int>)
    case future(Future<Int>)

    static func queue() throws -> Self {
        let queue = Queue<Int>()
        try queue.put(1)
        try queue.put(2)
        return .queue(queue)
    }

    static func future() throws -> Self {
        let future = Future<Int>()
        if try future.begin() { try future.finish(.success(3)) }
        return .future(future)
    }

    func look() -> Int {
        switch self {
        case .queue(let queue): queue.count
        case .future(let future): future.isDone ? 1 : 0
        }
    }

    func take() throws -> Int {
        switch self {
        case .queue(let queue): try queue.get(timeout: RandomOperation.soon)
        case .future(let future): try future.result(timeout: RandomOperation.soon)
        }
    }
}
