import LockstepTestKit
import Testing
import Threading

@Suite struct `the initializer of a pool` {
    @Test(arguments: EngineUnderTest.allCases)
    func `is called once by each worker, before its first job`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (calls, own, together) = try (Semaphore(0), ThreadLocal { false }, Barrier(2))
            let pool = try ThreadPool(workers: 2) {
                own.value = true
                calls.release()
            }
            let tasks = try (0..<6).map { _ in
                try pool.submit {
                    try together.wait()
                    return own.value
                }
            }
            try check(tasks.allSatisfy { try $0.result() })
            pool.shutdown()
            var count = 0
            while try calls.tryAcquire() { count += 1 }
            try check(count, is: 2)
        }
    }

    @Test(arguments: EngineUnderTest.watched)
    func `that fails breaks the pool: what is queued fails, and what comes is refused`(
        on engine: EngineUnderTest
    ) throws {
        try engine.run { try breakPool() }
    }

    @Test func `that fails breaks the pool outside of runs, too, and is told`() async {
        await #expect(processExitsWith: .success) {
            let told = SimpleQueue<String>()
            Thread.excepthook = { told.put("\($0)") }
            try breakPool()
            try check(told.get(), is: "P is broken: its initializer failed in P_0: a mishap")
            try check(told.isEmpty)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that is interrupted ends its worker, and breaks nothing`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (mayGo, isFirst) = (Event(), Semaphore())
            let pool = try ThreadPool(workers: 1, name: "P") {
                if try isFirst.tryAcquire() { try mayGo.wait() }
            }
            let lost = try pool.submit { 1 }
            try waitUntil(blockedOn: mayGo)
            for thread in Thread.enumerate() where thread.name == "P_0" { thread.interrupt() }
            try check(failure { _ = try lost.result() }?.hasSuffix("was cancelled.") == true)
            try check(pool.submit { 2 }.result(), is: 2)
            pool.shutdown()
        }
    }
}

@Suite struct `a pool without a number of workers` {
    @Test(arguments: EngineUnderTest.allCases)
    func `has as many as Python's, or eight where threads take turns`(on engine: EngineUnderTest) throws {
        try engine.run {
            let number = ThreadPool.defaultWorkers
            try check((5...32).contains(number))
            if engine == .green || engine == .simulation { try check(number, is: 8) }
            let (pool, mayEnd) = try (ThreadPool(name: "P"), Event())
            for _ in 0..<40 { _ = try pool.submit { try mayEnd.wait() } }
            try waitUntil(number, blockedOn: mayEnd)
            try check(pool.workers.all, is: number)
            mayEnd.set()
            pool.shutdown()
        }
    }
}

private func breakPool() throws {
    let pool = try ThreadPool(workers: 1, name: "P") { throw Mishap() }
    let broken = "P takes no more jobs: it is broken, as a worker's initializer failed: a mishap"
    let first = failure { _ = try pool.submit { 1 }.result() }
    try check(first, is: broken)
    try check(failure { _ = try pool.submit { 2 } }, is: broken)
    try check(failure { try pool.execute {} }, is: broken)
    pool.shutdown()
    try check(pool.workers.all, is: 0)
}
