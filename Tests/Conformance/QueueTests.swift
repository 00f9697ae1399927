import LockstepTestKit
import Testing
import Threading

@Suite struct `a queue` {
    @Test(arguments: EngineUnderTest.allCases)
    func `gives its items back in its order`(on engine: EngineUnderTest) throws {
        try engine.run {
            func order<Storage: QueueStorage>(_ queue: BlockingQueue<Storage>) throws -> [Int]
            where Storage.Element == Int {
                for item in [3, 1, 4, 1, 5] { try queue.put(item) }
                return try (0..<5).map { _ in try queue.get() }
            }
            try check(order(Queue<Int>()), is: [3, 1, 4, 1, 5])
            try check(order(LIFOQueue<Int>()), is: [5, 1, 4, 1, 3])
            try check(order(PriorityQueue<Int>()), is: [1, 1, 3, 4, 5])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `counts its items and knows its bound`(on engine: EngineUnderTest) throws {
        try engine.run {
            let queue = Queue<Int>(capacity: 2)
            try check(queue.isEmpty && !queue.isFull && queue.count == 0)
            try queue.put(1)
            try check(!queue.isEmpty && !queue.isFull && queue.count == 1)
            try queue.put(2)
            try check(!queue.isEmpty && queue.isFull && queue.count == 2)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `with a capacity of zero or less has no bound`(on engine: EngineUnderTest) throws {
        try engine.run {
            for capacity in [nil, 0, -1] {
                let queue = Queue<Int>(capacity: capacity)
                for item in 0..<100 { try queue.putNoWait(item) }
                try check(!queue.isFull && queue.count == 100)
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `refuses at once or in time what it has no room or no item for`(on engine: EngineUnderTest) throws {
        try engine.run {
            let queue = Queue<Int>(capacity: 1, name: "Q")
            let (empty, full) = ("Q is empty.", "Q is full: its capacity is 1.")
            try check(failure { _ = try queue.getNoWait() }, is: empty)
            let waited = try time {
                try check(failure { _ = try queue.get(timeout: .milliseconds(10)) }, is: empty)
            }
            try check(waited >= .milliseconds(10))
            try queue.put(1)
            try check(failure { try queue.putNoWait(2) }, is: full)
            let waitedAgain = try time {
                try check(failure { try queue.put(2, timeout: .milliseconds(10)) }, is: full)
            }
            try check(waitedAgain >= .milliseconds(10))
            try check(queue.getNoWait(), is: 1)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `makes a thread wait for an item, and for room`(on engine: EngineUnderTest) throws {
        try engine.run {
            let queue = Queue<Int>(capacity: 1)
            let getter = try spawn { try queue.get() }
            try waitUntil(blockedOn: queue.state)
            try queue.put(1)
            try check(getter.value(), is: 1)
            try queue.put(2)
            let putter = try spawn { try queue.put(3) }
            try waitUntil(blockedOn: queue.state)
            try check(queue.get(), is: 2)
            try putter.value()
            try check(queue.get(), is: 3)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `loses and doubles nothing between many producers and consumers`(on engine: EngineUnderTest) throws {
        try engine.run {
            let queue = Queue<Int>(capacity: 2)
            let producers = try spawn(count: 4) { number in
                for item in 0..<50 { try queue.put(number * 50 + item) }
            }
            let consumers = try spawn(count: 4) { _ in try (0..<50).map { _ in try queue.get() } }
            for producer in producers { try producer.value() }
            let got = try consumers.map { try $0.value() }
            try check(got.joined().sorted(), is: Array(0..<200))
            try check(queue.isEmpty)
            // What one consumer got of one producer, it got in the order in which it was put.
            for items in got {
                for producer in 0..<4 {
                    let own = items.filter { $0 / 50 == producer }
                    try check(own, is: own.sorted())
                }
            }
        }
    }

    // A wake-up may reach a thread whose time is just up: then it must go on to another.
    @Test(arguments: EngineUnderTest.allCases)
    func `hands an item to those who wait on when others give up`(on engine: EngineUnderTest) throws {
        try engine.run {
            for round in 0..<50 {
                let queue = Queue<Int>()
                let hasty = try spawn(count: 2) { _ in try? queue.get(timeout: .microseconds(300)) }
                let patient = try spawn { try queue.get() }
                try waitUntil { queue.state.waiterCount == 3 || hasty.contains { !$0.thread.isAlive } }
                try sleep(for: .microseconds(2 * round))
                try queue.put(1)
                let taken = try hasty.compactMap { try $0.value() }.count
                try check(taken <= 1)
                if taken == 1 { try queue.put(1) }
                try check(patient.value(), is: 1)
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `lets join pass once every item is done with`(on engine: EngineUnderTest) throws {
        try engine.run {
            let queue = Queue<Int>(name: "Q")
            try check(queue.join(), "nothing was put, so nothing is to be done")
            for item in 0..<3 { try queue.put(item) }
            let joiners = try spawn(count: 2) { _ in try queue.join() }
            try waitUntil(2, blockedOn: queue.state)
            for left in (0..<3).reversed() {
                _ = try queue.get()
                try check(!queue.join(timeout: .zero))
                try queue.taskDone()
                try check(queue.state.peek { $0.unfinished }, is: left)
            }
            for joiner in joiners { try check(joiner.value()) }
            let message = "MainThread called taskDone once too often: every item ever put in Q is done with."
            try check(failure { try queue.taskDone() }, is: message)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is joined for no shorter than the timeout`(on engine: EngineUnderTest) throws {
        try engine.run {
            let queue = Queue<Int>()
            try queue.put(1)
            try check(time { try check(!queue.join(timeout: .milliseconds(10))) } >= .milliseconds(10))
        }
    }
}

@Suite struct `a queue that is shut down` {
    @Test(arguments: EngineUnderTest.allCases)
    func `takes no more items, and gives out those it has`(on engine: EngineUnderTest) throws {
        try engine.run {
            let queue = Queue<Int>(capacity: 2, name: "Q")
            try queue.put(1)
            try queue.put(2)
            queue.shutdown()
            try check(failure { try queue.put(3) }, is: shutDown)
            try check(failure { try queue.putNoWait(3) }, is: shutDown)
            try check(queue.get(), is: 1)
            try check(queue.getNoWait(), is: 2)
            try check(failure { _ = try queue.get() }, is: shutDown)
            try check(failure { _ = try queue.getNoWait() }, is: shutDown)
            try queue.taskDone()
            try check(!queue.join(timeout: .zero))
            try queue.taskDone()
            try check(queue.join())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `at once drops its items, each as done with`(on engine: EngineUnderTest) throws {
        try engine.run {
            let queue = Queue<Int>(name: "Q")
            for item in 0..<3 { try queue.put(item) }
            _ = try queue.get()
            let joiner = try spawn { try queue.join() }
            try waitUntil(blockedOn: queue.state)
            queue.shutdown(immediate: true)
            try check(queue.isEmpty)
            try check(failure { _ = try queue.get() }, is: shutDown)
            try check(joiner.thread.isAlive, "the item that was got is not done with")
            try queue.taskDone()
            try check(joiner.value())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `lets blocked putters and getters go, at once or not`(on engine: EngineUnderTest) throws {
        try engine.run {
            for immediate in [false, true] {
                let empty = Queue<Int>(name: "Q")
                let getters = try spawn(count: 3) { _ in failure { _ = try empty.get() } }
                try waitUntil(3, blockedOn: empty.state)
                empty.shutdown(immediate: immediate)
                for getter in getters { try check(getter.value(), is: shutDown) }

                let full = Queue<Int>(capacity: 1, name: "Q")
                try full.put(0)
                let putters = try spawn(count: 3) { _ in failure { try full.put(1, timeout: .seconds(30)) } }
                try waitUntil(3, blockedOn: full.state)
                full.shutdown(immediate: immediate)
                for putter in putters { try check(putter.value(), is: shutDown) }
                try check(full.count, is: immediate ? 0 : 1)
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `may be shut down again`(on engine: EngineUnderTest) throws {
        try engine.run {
            let queue = LIFOQueue<Int>()
            try queue.put(1)
            queue.shutdown()
            queue.shutdown(immediate: true)
            queue.shutdown()
            try check(queue.isEmpty && queue.join())
        }
    }
}

private let shutDown = "Q has been shut down."
