import LockstepTestKit
import Testing
import Threading

@Suite struct `a lock` {
    @Test(arguments: EngineUnderTest.allCases)
    func `is held from acquire to release`(on engine: EngineUnderTest) throws {
        try engine.run {
            let lock = Lock()
            try check(!lock.isLocked)
            try check(lock.acquire())
            try check(lock.isLocked && lock.isHeldByCaller)
            try lock.release()
            try check(!lock.isLocked && !lock.isHeldByCaller)
            try check(lock.tryAcquire())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is not reentrant`(on engine: EngineUnderTest) throws {
        try engine.run {
            let lock = Lock()
            try lock.acquire()
            try check(!lock.tryAcquire())
            try check(!lock.acquire(timeout: .milliseconds(2)))
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `makes a second thread wait until it is released`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (lock, log) = (Lock(), Log<String>())
            try lock.acquire()
            let other = try spawn {
                try lock.acquire()
                try log.add("other")
                try lock.release()
            }
            try waitUntil(blockedOn: lock.state)
            try log.add("first")
            try lock.release()
            try other.value()
            try check(log.entries, is: ["first", "other"])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `may be released by a thread that did not acquire it`(on engine: EngineUnderTest) throws {
        try engine.run {
            let lock = Lock()
            try lock.acquire()
            try spawn {
                try check(!lock.isHeldByCaller)
                try lock.release()
            }.value()
            try check(lock.tryAcquire())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that nobody holds cannot be released`(on engine: EngineUnderTest) throws {
        try engine.run {
            let lock = Lock(name: "L")
            try check(failure { try lock.release() }, is: "MainThread released L, which nobody holds.")
            try lock.withLock {}
            let other = try spawn(name: "other") { failure { try lock.release() } }
            try check(other.value(), is: "other released L, which nobody holds.")
            try check(lock.tryAcquire(), "a refused release changes nothing")
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is waited for no shorter than the timeout, and a wait in vain leaves nothing behind`(
        on engine: EngineUnderTest
    ) throws {
        try engine.run {
            let lock = Lock()
            try lock.acquire()
            let other = try spawn {
                try time { try check(!lock.acquire(timeout: .milliseconds(10))) }
            }
            try check(other.value() >= .milliseconds(10))
            try check(lock.state.waiterCount, is: 0)
            try lock.release()
            try check(lock.acquire(timeout: .zero), "a lock that is free needs no time")
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `lets all who wait through, one after the other`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (lock, log) = (Lock(), Log<Int>())
            try lock.acquire()
            let others = try spawn(count: 8) { number in try lock.withLock { try log.add(number) } }
            try waitUntil(8, blockedOn: lock.state)
            try lock.release()
            for other in others { try other.value() }
            try check(log.entries.sorted(), is: Array(0..<8))
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `passes by those whose time is up`(on engine: EngineUnderTest) throws {
        try engine.run {
            for _ in 0..<20 {
                let lock = Lock()
                try lock.acquire()
                // The release meets waits that are just running out: one of the two must get the lock, and keep it.
                let hasty = try spawn(count: 3) { _ in try lock.acquire(timeout: .milliseconds(1)) }
                let patient = try spawn { try lock.acquire() }
                try waitUntil { lock.state.waiterCount == 1 || hasty.contains { !$0.thread.isAlive } }
                try lock.release()
                let winners = try hasty.filter { try $0.value() }.count
                try check(winners <= 1)
                if winners == 1 { try lock.release() }
                try check(patient.value())
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `keeps a read and a write together`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (lock, counter) = (Lock(), Shared(0))
            let threads = try spawn(count: 6) { _ in
                for _ in 0..<50 { try lock.withLock { try counter.write(counter.read() + 1) } }
            }
            for thread in threads { try thread.value() }
            try check(counter.finalValue, is: 300)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is released however a scope ends`(on engine: EngineUnderTest) throws {
        try engine.run {
            let lock = Lock(name: "L")
            try check(lock.withLock { 7 }, is: 7)
            try check(!lock.isLocked)
            try check(failure { try lock.withLock { throw Mishap() } }, is: "a mishap")
            try check(!lock.isLocked)
            try check(
                failure { try lock.withLock { try lock.release() } },
                is: "MainThread released L, which nobody holds.")
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that another thread took meanwhile is not released by a scope that fails`(
        on engine: EngineUnderTest
    ) throws {
        try engine.run {
            let lock = Lock()
            let error = failure {
                try lock.withLock {
                    try lock.release()
                    try spawn { try lock.acquire() }.value()
                    throw Mishap()
                }
            }
            try check(error, is: "a mishap")
            try check(lock.isLocked)
        }
    }
}
