import LockstepTestKit
import Testing
import Threading

@Suite struct `an argument that cannot be meant` {
    @Test(arguments: EngineUnderTest.allCases)
    func `makes nothing, and is told by an error`(engine: EngineUnderTest) throws {
        try engine.run {
            let cases: [(sentence: String, make: () throws -> Void)] = [
                ("S cannot take -1 as permits: it must be 0 or more.", { _ = try Semaphore(-1, name: "S") }),
                ("a semaphore cannot take -5 as permits: it must be 0 or more.", { _ = try Semaphore(-5) }),
                (
                    "B cannot take -1 as permits: it must be 0 or more.",
                    { _ = try BoundedSemaphore(-1, name: "B") }
                ),
                ("a barrier cannot take 0 as parties: it must be 1 or more.", { _ = try Barrier(0) }),
                ("B cannot take -3 as parties: it must be 1 or more.", { _ = try Barrier(-3, name: "B") }),
                ("a latch cannot take -1 as count: it must be 0 or more.", { _ = try CountDownLatch(-1) }),
                (
                    "a pool cannot take 0 as workers: it must be 1 or more.",
                    { _ = try ThreadPool(workers: 0) }
                ),
                (
                    "P cannot take -2 as workers: it must be 1 or more.",
                    { _ = try ThreadPool(workers: -2, name: "P") }
                ),
                (
                    "a pool cannot take 0 as queueLimit: it must be 1 or more.",
                    { _ = try ThreadPool(workers: 1, queueLimit: 0) }
                ),
            ]
            for (sentence, make) in cases {
                do {
                    try make()
                    throw Unmet("made, although \(sentence)")
                } catch let error as ArgumentError { try check(error.description == sentence) }
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `carries the value that was refused`(engine: EngineUnderTest) throws {
        try engine.run {
            do {
                _ = try Barrier(-7, name: "B")
                throw Unmet("a barrier of -7 parties")
            } catch ArgumentError.tooSmall(let argument, let object, let value, let least) {
                try check(argument == "parties" && object == "B" && value == -7 && least == 1)
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases, [0, -1, .min, .max])
    func `releases no permits`(engine: EngineUnderTest, count: Int) throws {
        try engine.run {
            let (semaphore, bounded) = try (Semaphore(1, name: "S"), BoundedSemaphore(2, name: "B"))
            try bounded.acquire()
            let bound = count < 1 ? "1 or more" : "4294967296 or less"
            try check(
                failure { try semaphore.release(count) },
                is: "S cannot take \(count) as count: it must be \(bound).")
            try check(
                failure { try bounded.release(count) },
                is: "B cannot take \(count) as count: it must be \(bound).")
            // Nothing has changed.
            try check(semaphore.tryAcquire() && !semaphore.tryAcquire())
            try check(bounded.tryAcquire() && !bounded.tryAcquire())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is a chunk of no inputs`(engine: EngineUnderTest) throws {
        try engine.run {
            try ThreadPool(workers: 1, name: "P").use { pool in
                for size in [0, -1, Int.min] {
                    try check(
                        failure { _ = try pool.map([1], chunkSize: size) { $0 } },
                        is: "P cannot take \(size) as chunkSize: it must be 1 or more.")
                }
                var all = try pool.map([1, 2, 3], chunkSize: .max) { $0 }
                try check(all.collect() == [1, 2, 3])
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is none where Python gives it a meaning`(engine: EngineUnderTest) throws {
        try engine.run {
            let (queue, condition) = (Queue<Int>(capacity: -1), Condition())
            for number in 0..<100 { try queue.put(number) }
            try condition.withLock { for count in [0, -1, .min] { try condition.notify(count) } }
            try check(!Event().wait(timeout: .seconds(-1)))
            try check(!Semaphore(0).acquire(timeout: .nanoseconds(-1)))
            try sleep(for: .seconds(-1))
        }
    }
}

@Suite struct `a number that grows without end` {
    @Test(arguments: EngineUnderTest.allCases)
    func `is refused where there is no room for it, before it overflows`(engine: EngineUnderTest) throws {
        try engine.run {
            var state = SemaphoreState(permits: SemaphoreState.most - 1)
            try state.add(1, to: "S")
            try check(
                failure { try state.add(1, to: "S") }, is: "S cannot take 1 as count: it must be 0 or less.")
            // What single releases add beyond that takes longer than anybody has.
            let semaphore = Semaphore(state, name: "S")
            semaphore.release()
            try check(
                failure { try semaphore.release(2) }, is: "S cannot take 2 as count: it must be 0 or less.")
        }
    }

    @Test func `is a time that no wait outlasts`() throws {
        try EngineUnderTest.simulation.run {
            let event = Event()
            for _ in 0..<5 {
                try sleep(for: .seconds(Int64.max))
                try check(!event.wait(timeout: .seconds(Int64.max)))
                let condition = Condition()
                try check(
                    !condition.withLock { try condition.waitFor(timeout: .seconds(Int64.max)) { false } })
            }
        }
    }
}
