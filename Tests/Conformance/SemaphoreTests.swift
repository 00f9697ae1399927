import LockstepTestKit
import Testing
import Threading

@Suite struct `a semaphore` {
    @Test(arguments: EngineUnderTest.allCases)
    func `gives out as many permits as it has`(on engine: EngineUnderTest) throws {
        try engine.run {
            let semaphore = try Semaphore(2)
            try check(semaphore.acquire() && semaphore.tryAcquire())
            try check(!semaphore.tryAcquire())
            semaphore.release()
            try check(semaphore.acquire(timeout: .zero))
            try check(!Semaphore(0).tryAcquire())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `can be given more permits than it began with`(on engine: EngineUnderTest) throws {
        try engine.run {
            let semaphore = try Semaphore(1)
            try semaphore.release(2)
            for _ in 0..<3 { try check(semaphore.tryAcquire()) }
            try check(!semaphore.tryAcquire())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `lets exactly as many pass as permits are released`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (semaphore, passed) = try (Semaphore(0), Semaphore(0))
            let others = try spawn(count: 7) { _ in
                try semaphore.acquire()
                passed.release()
            }
            try waitUntil(7, blockedOn: semaphore.state)
            for round in [3, 1, 2] {
                try semaphore.release(round)
                for _ in 0..<round { try passed.acquire() }
                try check(!passed.tryAcquire())
            }
            try check(semaphore.state.waiterCount, is: 1)
            semaphore.release()
            for other in others { try other.value() }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `has never more threads inside than permits`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (semaphore, lock) = try (Semaphore(3), Lock())
            let (inside, most) = (Shared(0), Shared(0))
            let threads = try spawn(count: 8) { _ in
                for _ in 0..<15 {
                    try semaphore.withPermit {
                        try lock.withLock {
                            try inside.write(inside.read() + 1)
                            try most.write(max(most.read(), inside.read()))
                        }
                        try lock.withLock { try inside.write(inside.read() - 1) }
                    }
                }
            }
            for thread in threads { try thread.value() }
            try check(most.finalValue <= 3 && inside.finalValue == 0)
            for _ in 0..<3 { try check(semaphore.tryAcquire()) }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `loses no permit to a wait whose time is up`(on engine: EngineUnderTest) throws {
        try engine.run {
            for _ in 0..<20 {
                let semaphore = try Semaphore(0)
                let hasty = try spawn(count: 3) { _ in try semaphore.acquire(timeout: .milliseconds(1)) }
                let patient = try spawn(count: 2) { _ in try semaphore.acquire() }
                try waitUntil { semaphore.state.waiterCount <= 2 || hasty.contains { !$0.thread.isAlive } }
                try semaphore.release(2)
                let winners = try hasty.filter { try $0.value() }.count
                if winners > 0 { try semaphore.release(winners) }
                for other in patient { try check(other.value()) }
                try check(!semaphore.tryAcquire())
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is waited for no shorter than the timeout`(on engine: EngineUnderTest) throws {
        try engine.run {
            let semaphore = try Semaphore(0)
            try check(time { try check(!semaphore.acquire(timeout: .milliseconds(10))) } >= .milliseconds(10))
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `gets its permit back however a scope ends`(on engine: EngineUnderTest) throws {
        try engine.run {
            let semaphore = try Semaphore(1)
            try check(failure { try semaphore.withPermit { throw Mishap() } }, is: "a mishap")
            try check(semaphore.withPermit { 3 }, is: 3)
            try check(semaphore.tryAcquire())
        }
    }
}

@Suite struct `a bounded semaphore` {
    @Test(arguments: EngineUnderTest.allCases)
    func `takes no more permits than it began with, and says who gave too many`(on engine: EngineUnderTest)
        throws
    {
        try engine.run {
            let semaphore = try BoundedSemaphore(2, name: "S")
            let message =
                "MainThread released S more often than it was acquired: it may have 2 permits at most."
            try check(failure { try semaphore.release() }, is: message)
            try semaphore.acquire()
            try check(failure { try semaphore.release(2) }, is: message)
            try check(semaphore.tryAcquire(), "a refused release changes nothing")
            try check(!semaphore.tryAcquire())
            try semaphore.release(2)
            try check(failure { try semaphore.release() }, is: message)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `makes a thread wait for a permit`(on engine: EngineUnderTest) throws {
        try engine.run {
            let semaphore = try BoundedSemaphore(1)
            try check(semaphore.acquire())
            try check(!semaphore.tryAcquire())
            try check(time { try check(!semaphore.acquire(timeout: .milliseconds(10))) } >= .milliseconds(10))
            let other = try spawn { try semaphore.withPermit { 3 } }
            try waitUntil(blockedOn: semaphore.state)
            try semaphore.release()
            try check(other.value(), is: 3)
            try check(failure { try semaphore.withPermit { throw Mishap() } }, is: "a mishap")
            try check(semaphore.tryAcquire())
        }
    }
}
