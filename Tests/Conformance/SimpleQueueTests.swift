import LockstepTestKit
import Testing
import Threading

@Suite struct `a simple queue` {
    @Test(arguments: EngineUnderTest.allCases)
    func `gives items back in the order in which they were put`(on engine: EngineUnderTest) throws {
        try engine.run {
            let queue = SimpleQueue<Int>(name: "Q")
            for item in 0..<5 { queue.put(item) }
            try check((queue.count, queue.isEmpty) == (5, false))
            try check((0..<5).map { _ in try queue.get() }, is: Array(0..<5))
            try check((queue.count, queue.isEmpty) == (0, true))
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `makes who gets wait until somebody puts, or its time is up`(on engine: EngineUnderTest) throws {
        try engine.run {
            let queue = SimpleQueue<Int>(name: "Q")
            for timeout in [Duration.zero, .milliseconds(1), .seconds(-1)] {
                try check(failure { _ = try queue.get(timeout: timeout) }, is: "Q is empty.")
            }
            try check(failure { _ = try queue.getNoWait() }, is: "Q is empty.")
            let getters = try spawn(count: 2) { _ in try queue.get() }
            try waitUntil(2, blockedOn: queue)
            queue.put(1)
            queue.put(2)
            try check(getters.map { try $0.value() }.sorted(), is: [1, 2])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `hands every item to one of those who get`(on engine: EngineUnderTest) throws {
        try engine.run {
            let queue = SimpleQueue<Int>()
            let getters = try spawn(count: 3) { _ in
                var items: [Int] = []
                while true {
                    let item = try queue.get()
                    if item < 0 { return items }
                    items.append(item)
                }
            }
            let putters = try spawn(count: 3) { number in
                for item in 0..<20 { queue.put(number * 20 + item) }
            }
            for putter in putters { try putter.value() }
            for _ in getters { queue.put(-1) }
            let got = try getters.map { try $0.value() }
            try check(got.flatMap(\.self).sorted(), is: Array(0..<60))
            // Nobody overtakes what the same thread has put before.
            for items in got {
                for putter in 0..<3 {
                    let own = items.filter { $0 / 20 == putter }
                    try check(own, is: own.sorted())
                }
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `can be put into by a thread that is interrupted, and by what goes`(on engine: EngineUnderTest)
        throws
    {
        final class Guest: Sendable {
            let queue: SimpleQueue<String>
            init(_ queue: SimpleQueue<String>) { self.queue = queue }
            deinit { queue.put("gone") }
        }
        try engine.run {
            let (queue, never) = (SimpleQueue<String>(), Event())
            let guest = try spawn {
                let guest = Guest(queue)
                do { try never.wait() } catch { queue.put("interrupted") }
                withExtendedLifetime(guest) {}
            }
            try waitUntil(blockedOn: never)
            guest.thread.interrupt()
            try check(queue.get(), is: "interrupted")
            try check(queue.get(), is: "gone")
            try guest.value()
        }
    }
}

@Suite struct `what is told of a queue` {
    @Test(arguments: EngineUnderTest.allCases)
    func `is its bound, what is not done with, and whether it is shut down`(on engine: EngineUnderTest) throws
    {
        try engine.run {
            try check(Queue<Int>().capacity, is: nil)
            try check(Queue<Int>(capacity: 0).capacity, is: nil)
            let queue = LIFOQueue<Int>(capacity: 3)
            try check(queue.capacity, is: 3)
            try check(queue.unfinishedTasks, is: 0)
            try queue.put(1)
            try queue.put(2)
            _ = try queue.get()
            try check((queue.count, queue.unfinishedTasks) == (1, 2))
            try queue.taskDone()
            try check((queue.count, queue.unfinishedTasks) == (1, 1))
            try check(!queue.isShutDown)
            queue.shutdown()
            try check(queue.isShutDown)
            try check(queue.unfinishedTasks, is: 1)
            queue.shutdown(immediate: true)
            try check(queue.unfinishedTasks, is: 0)
        }
    }
}
