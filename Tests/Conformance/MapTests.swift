import LockstepTestKit
import Testing
import Threading

@Suite struct `the results of a map` {
    /// Tells when it goes.
    private final class Token: Sendable {
        private let gone: Semaphore
        init(_ gone: Semaphore) { self.gone = gone }
        deinit { gone.release() }
    }

    @Test(arguments: EngineUnderTest.allCases, [1, 2])
    func `are kept no longer than until they are read, and inputs until they are used`(
        engine: EngineUnderTest, chunkSize: Int
    ) throws {
        try engine.run {
            let (outputs, inputs) = (
                Semaphore(SemaphoreState(permits: 0)), Semaphore(SemaphoreState(permits: 0))
            )
            let (pool, mayEnd) = try (ThreadPool(workers: 1), Event())
            let made = (0..<4).lazy.map { ($0, Token(inputs)) }
            var results = try pool.map(made, chunkSize: chunkSize) { number, input in
                if number == 2 { try mayEnd.wait() }
                return withExtendedLifetime(input) { Token(outputs) }
            }
            try check(results.next() != nil)
            try waitUntil { try outputs.tryAcquire() }
            try check(!outputs.tryAcquire())
            for _ in 0..<2 { try waitUntil { try inputs.tryAcquire() } }
            try check(!inputs.tryAcquire())
            mayEnd.set()
            for _ in 1..<4 {
                try check(results.next() != nil)
                try waitUntil { try outputs.tryAcquire() }
            }
            try check(results.next() == nil)
            pool.shutdown()
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `cancel what nobody has begun when they are left early`(engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, isBusy, mayEnd, log) = try (ThreadPool(workers: 1), Event(), Event(), Log<Int>())
            func readOne() throws {
                var results = try pool.map(0..<5) { number in
                    try log.add(number)
                    if number == 1 {
                        isBusy.set()
                        try mayEnd.wait()
                    }
                }
                _ = try results.next()
                try isBusy.wait()
            }
            try readOne()
            mayEnd.set()
            pool.shutdown()
            try check(log.entries, is: [0, 1])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `let all go on if nobody reads any`(engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, log) = try (ThreadPool(workers: 1), Log<Int>())
            _ = try pool.map(0..<5) { try log.add($0) }
            pool.shutdown()
            try check(log.entries, is: Array(0..<5))
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `have their time from the call on, however long it takes to submit`(engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, mayEnd) = try (ThreadPool(workers: 1), Event())
            let slow = (0..<2).lazy.map { number in
                try? sleep(for: .milliseconds(40))
                return number
            }
            var results = try pool.map(slow, timeout: .milliseconds(50)) { number in
                try mayEnd.wait()
                return number
            }
            try check(failure { _ = try results.next() }?.hasSuffix("was not done in time.") == true)
            mayEnd.set()
            pool.shutdown()
        }
    }
}
