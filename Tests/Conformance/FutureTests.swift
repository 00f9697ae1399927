import LockstepTestKit
import Testing
import Threading

@Suite struct `a future` {
    @Test(arguments: EngineUnderTest.allCases)
    func `goes from pending by running to done`(on engine: EngineUnderTest) throws {
        try engine.run {
            let future = Future<Int>()
            try check(states(future), is: [false, false, false])
            try check(future.begin())
            try check(states(future), is: [true, false, false])
            try future.finish(.success(5))
            try check(states(future), is: [false, true, false])
            try check((future.result(), future.result(timeout: .zero)) == (5, 5))
            try check(future.error() == nil)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `gives the error of its computation to all who ask`(on engine: EngineUnderTest) throws {
        try engine.run {
            let future = Future<Int>()
            try check(future.begin())
            let other = try spawn { failure { _ = try future.result() } }
            try waitUntil(blockedOn: future.state)
            try future.finish(.failure(Mishap()))
            try check(other.value(), is: "a mishap")
            try check(failure { _ = try future.result() }, is: "a mishap")
            try check(future.error() is Mishap)
            try check(states(future), is: [false, true, false])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `can be finished without having been begun`(on engine: EngineUnderTest) throws {
        try engine.run {
            let future = Future<Int>(name: "F")
            try future.finish(.success(1))
            try check(future.result(), is: 1)
            try check(failure { _ = try future.begin() }, is: "F has been begun before.")
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is begun once and finished once`(on engine: EngineUnderTest) throws {
        try engine.run {
            let future = Future<Int>(name: "F")
            try check(future.begin())
            try check(failure { _ = try future.begin() }, is: "F has been begun before.")
            try future.finish(.success(1))
            try check(failure { try future.finish(.success(2)) }, is: "F is done already.")
            try check(failure { try future.finish(.failure(Mishap())) }, is: "F is done already.")
            try check(future.result(), is: 1)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is cancelled only before it is begun`(on engine: EngineUnderTest) throws {
        try engine.run {
            let cancelled = Future<Int>(name: "F")
            try check(cancelled.cancel() && cancelled.cancel())
            try check(states(cancelled), is: [false, true, true])
            try check(!cancelled.begin())
            try check(failure { _ = try cancelled.result() }, is: "F was cancelled.")
            try check(failure { _ = try cancelled.error() }, is: "F was cancelled.")
            try check(failure { try cancelled.finish(.success(1)) }, is: "F is done already.")

            let begun = Future<Int>()
            try check(begun.begin())
            try check(!begun.cancel())
            try begun.finish(.success(1))
            try check(!begun.cancel())
            try check(!begun.isCancelled && begun.result() == 1)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `wakes those who wait when it is cancelled`(on engine: EngineUnderTest) throws {
        try engine.run {
            let future = Future<Int>(name: "F")
            let others = try spawn(count: 3) { _ in failure { _ = try future.result() } }
            try waitUntil(3, blockedOn: future.state)
            future.cancel()
            for other in others { try check(other.value(), is: "F was cancelled.") }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `wakes those who wait when it is finished`(on engine: EngineUnderTest) throws {
        try engine.run {
            let future = Future<Int>()
            let others = try spawn(count: 3) { _ in try future.result() }
            try waitUntil(3, blockedOn: future.state)
            try future.finish(.success(4))
            for other in others { try check(other.value(), is: 4) }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is waited for no shorter than the timeout`(on engine: EngineUnderTest) throws {
        try engine.run {
            let future = Future<Int>(name: "F")
            let late = "F was not done in time."
            let taken = try time {
                try check(failure { _ = try future.result(timeout: .milliseconds(10)) }, is: late)
            }
            try check(taken >= .milliseconds(10))
            try check(failure { _ = try future.error(timeout: .zero) }, is: late)
            try future.finish(.success(1))
            try check(future.result(timeout: .zero), is: 1)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is either cancelled or begun, never both`(on engine: EngineUnderTest) throws {
        try engine.run {
            for _ in 0..<30 {
                let (future, start) = try (Future<Int>(), Barrier(2))
                let canceller = try spawn {
                    try start.wait()
                    return future.cancel()
                }
                try start.wait()
                let begins = try future.begin()
                try check(begins != canceller.value())
            }
        }
    }
}

@Suite struct `a future's callbacks` {
    @Test(arguments: EngineUnderTest.allCases)
    func `are called in their order by the thread that finishes it`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (future, log) = (Future<Int>(), Log<String>())
            for name in ["first", "second"] {
                future.addDoneCallback { done in
                    try check(done === future && done.isDone)
                    try log.add("\(name) on \(Thread.current.name): \(done.result())")
                }
            }
            try check(log.entries.isEmpty)
            try spawn(name: "finisher") { try future.finish(.success(1)) }.value()
            try check(log.entries, is: ["first on finisher: 1", "second on finisher: 1"])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `are called at once in the thread that adds them to a future that is done`(
        on engine: EngineUnderTest
    ) throws {
        try engine.run {
            let (future, log) = (Future<Int>(), Log<String>())
            try future.finish(.failure(Mishap()))
            try spawn(name: "adder") {
                future.addDoneCallback { _ in try log.add(Thread.current.name) }
                try check(log.entries, is: ["adder"])
            }.value()
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `are called by the thread that cancels it, and once`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (future, log) = (Future<Int>(), Log<Bool>())
            future.addDoneCallback { try log.add($0.isCancelled) }
            future.cancel()
            future.cancel()
            try check(!future.begin())
            try check(log.entries, is: [true])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that throw harm neither the future nor the other callbacks`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (future, log) = (Future<Int>(), Log<String>())
            future.addDoneCallback { _ in throw Mishap() }
            future.addDoneCallback { _ in try log.add("called") }
            try future.finish(.success(1))
            future.addDoneCallback { _ in throw Mishap() }
            try check(log.entries, is: ["called"])
            try check(future.result(), is: 1)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `may add callbacks and ask for the result`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (future, log) = (Future<Int>(), Log<Int>())
            future.addDoneCallback { done in
                done.addDoneCallback { try log.add($0.result() + 1) }
                try log.add(done.result())
            }
            try future.finish(.success(1))
            try check(log.entries, is: [2, 1])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `are each called once, however adding and finishing meet`(on engine: EngineUnderTest) throws {
        try engine.run {
            for _ in 0..<30 {
                let (future, log, start) = try (Future<Int>(), Log<Int>(), Barrier(3))
                let adders = try spawn(count: 2) { number in
                    try start.wait()
                    future.addDoneCallback { _ in try log.add(number) }
                }
                try start.wait()
                try future.finish(.success(1))
                for adder in adders { try adder.value() }
                try waitUntil { log.entries.count == 2 }
                try check(log.entries.sorted(), is: [0, 1])
            }
        }
    }
}

@Suite struct `the future of a task` {
    @Test(arguments: EngineUnderTest.allCases)
    func `is whose who begins it first: the worker goes on without it`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, mayGo, log) = try (ThreadPool(workers: 1), Event(), Log<Int>())
            _ = try pool.submit { try mayGo.wait() }
            let future = try pool.submit {
                try log.add(1)
                return 1
            }
            try check(future.begin())
            mayGo.set()
            try check(pool.submit { 2 }.result(), is: 2)
            try check(states(future), is: [true, false, false])
            try future.finish(.success(5))
            try check(future.result(), is: 5)
            pool.shutdown()
            try check(log.entries, is: [])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `has the result that was there first, while its worker still computes another`(
        on engine: EngineUnderTest
    ) throws {
        try engine.run {
            let (pool, isBegun, mayEnd) = try (ThreadPool(workers: 1), Event(), Event())
            let future = try pool.submit {
                isBegun.set()
                try mayEnd.wait()
                return 1
            }
            try isBegun.wait()
            try future.finish(.success(5))
            try check(future.result(), is: 5)
            mayEnd.set()
            try check(pool.submit { 2 }.result(), is: 2)
            try check(future.result(), is: 5)
            pool.shutdown()
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `can be finished before any worker has begun it`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, mayGo) = try (ThreadPool(workers: 1), Event())
            _ = try pool.submit { try mayGo.wait() }
            let future = try pool.submit { 1 }
            try future.finish(.success(5))
            mayGo.set()
            pool.shutdown()
            try check(future.result(), is: 5)
        }
    }
}

/// Whether a future is running, done, cancelled.
private func states(_ future: Future<Int>) -> [Bool] {
    [future.isRunning, future.isDone, future.isCancelled]
}
