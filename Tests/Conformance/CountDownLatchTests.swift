import LockstepTestKit
import Testing
import Threading

@Suite struct `a latch` {
    @Test(arguments: EngineUnderTest.allCases)
    func `lets all pass who wait once it has been counted down`(on engine: EngineUnderTest) throws {
        try engine.run {
            let latch = try CountDownLatch(2)
            let others = try spawn(count: 4) { _ in try latch.wait() }
            try waitUntil(4, blockedOn: latch)
            latch.countDown()
            try check(latch.count, is: 1)
            try check(latch.blockedThreads, is: 4)
            latch.countDown()
            for other in others { try check(other.value()) }
            try check(latch.count, is: 0)
            try check(latch.blockedThreads, is: 0)
        }
    }

    // java.util.concurrent: counting an open latch has no effect.
    @Test(arguments: EngineUnderTest.allCases)
    func `stays open, however often it is counted`(on engine: EngineUnderTest) throws {
        try engine.run {
            let latch = try CountDownLatch(1)
            latch.countDown()
            latch.countDown()
            try check(latch.count, is: 0)
            try check(latch.wait() && latch.wait(timeout: .zero))
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `for no counts is open from the beginning`(on engine: EngineUnderTest) throws {
        try engine.run { try check(CountDownLatch(0).wait()) }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is waited for no shorter than the timeout`(on engine: EngineUnderTest) throws {
        try engine.run {
            let latch = try CountDownLatch(1)
            try check(!latch.wait(timeout: .zero))
            try check(time { try check(!latch.wait(timeout: .milliseconds(10))) } >= .milliseconds(10))
            try check(latch.blockedThreads, is: 0)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `may be counted by one thread, and waited for by it as well`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (ready, go) = try (CountDownLatch(3), CountDownLatch(1))
            let others = try spawn(count: 3) { number in
                ready.countDown()
                try go.wait()
                return number
            }
            try ready.wait()
            go.countDown()
            try check(others.map { try $0.value() }, is: [0, 1, 2])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `lets nobody pass who is interrupted`(on engine: EngineUnderTest) throws {
        try engine.run {
            let latch = try CountDownLatch(1)
            let other = try spawn { try latch.wait() }
            try waitUntil(blockedOn: latch)
            other.thread.interrupt()
            try check(failure { _ = try other.value() } == Interrupted.interrupted.description)
            latch.countDown()
        }
    }
}
