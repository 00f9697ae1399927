import LockstepTestKit
import Testing
import Threading

@Suite struct `a reentrant lock` {
    @Test(arguments: EngineUnderTest.allCases)
    func `is free once its owner has released it as often as acquired`(on engine: EngineUnderTest) throws {
        try engine.run {
            let lock = RLock()
            for _ in 0..<3 { try check(lock.acquire()) }
            try check(lock.tryAcquire())
            for left in (0..<4).reversed() {
                try check(lock.isHeldByCaller)
                try lock.release()
                try check(spawn { try lock.tryAcquire() }.value(), is: left == 0)
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `keeps others out while its owner holds it`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (lock, log) = (RLock(), Log<String>())
            try lock.acquire()
            try lock.acquire()
            let other = try spawn { try lock.withLock { try log.add("other") } }
            try waitUntil(blockedOn: lock.state)
            try lock.release()
            try log.add("still held")
            try check(lock.state.waiterCount, is: 1)
            try lock.release()
            try other.value()
            try check(log.entries, is: ["still held", "other"])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is released by nobody but its owner, who is named`(on engine: EngineUnderTest) throws {
        try engine.run {
            let lock = RLock(name: "R")
            try check(failure { try lock.release() }, is: "MainThread released R, which nobody holds.")
            try lock.acquire()
            let other = try spawn(name: "other") { failure { try lock.release() } }
            try check(other.value(), is: "other released R, which MainThread holds.")
            try check(lock.isHeldByCaller)
            try lock.release()
            try check(failure { try lock.release() }, is: "MainThread released R, which nobody holds.")
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `outlives an owner that ended with it, and says so`(on engine: EngineUnderTest) throws {
        try engine.run {
            let lock = RLock(name: "R")
            try spawn { try lock.acquire() }.value()
            try check(!lock.tryAcquire())
            try check(
                failure { try lock.release() },
                is: "MainThread released R, which a thread that has ended holds.")
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is waited for no shorter than the timeout`(on engine: EngineUnderTest) throws {
        try engine.run {
            let lock = RLock()
            try lock.acquire()
            let other = try spawn {
                try time { try check(!lock.acquire(timeout: .milliseconds(10))) }
            }
            try check(other.value() >= .milliseconds(10))
            try check(lock.state.waiterCount, is: 0)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is released once by each scope, however it ends`(on engine: EngineUnderTest) throws {
        try engine.run {
            let lock = RLock()
            try lock.withLock {
                let error = failure { try lock.withLock { throw Mishap() } }
                try check(error, is: "a mishap")
                try check(lock.isHeldByCaller)
                try check(!spawn { try lock.tryAcquire() }.value())
            }
            try check(!lock.isHeldByCaller)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `keeps a read and a write together`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (lock, counter) = (RLock(), Shared(0))
            let threads = try spawn(count: 6) { _ in
                for _ in 0..<30 {
                    try lock.withLock { try lock.withLock { try counter.write(counter.read() + 1) } }
                }
            }
            for thread in threads { try thread.value() }
            try check(counter.finalValue, is: 180)
        }
    }
}
