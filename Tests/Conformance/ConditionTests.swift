import LockstepTestKit
import Testing
import Threading

@Suite struct `a condition` {
    @Test(arguments: EngineUnderTest.allCases)
    func `lets its lock go while a thread waits, and takes it again`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (condition, log) = (Condition(), Log<String>())
            let other = try spawn {
                try condition.withLock {
                    try log.add("waits")
                    try check(condition.wait())
                    try check(condition.isHeldByCaller)
                    try log.add("goes on")
                }
            }
            try waitUntil(blockedOn: condition.state)
            try condition.withLock {
                try log.add("notifies")
                try condition.notify()
                try log.add("still holds the lock")
            }
            try other.value()
            try check(log.entries, is: ["waits", "notifies", "still holds the lock", "goes on"])
        }
    }

    @Test(arguments: EngineUnderTest.fair)
    func `wakes as many as are asked for, longest waiting first`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (condition, log) = (Condition(), Log<Int>())
            var others: [Strand<Void>] = []
            for number in 0..<6 {
                others.append(
                    try spawn {
                        try condition.withLock {
                            try check(condition.wait()); try log.add(number)
                        }
                    })
                try waitUntil(number + 1, blockedOn: condition.state)
            }
            try condition.withLock { try condition.notify(0) }
            for (count, expected) in [(1, [0]), (2, [0, 1, 2])] {
                try condition.withLock { try condition.notify(count) }
                try waitUntil { log.entries.count == expected.count }
                try check(log.entries.sorted(), is: expected)
                try check(condition.state.waiterCount, is: 6 - expected.count)
            }
            try condition.withLock { try condition.notify(100) }
            for other in others { try other.value() }
            try check(log.entries.count, is: 6)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `wakes all by notifyAll`(on engine: EngineUnderTest) throws {
        try engine.run {
            let condition = Condition(Lock())
            let others = try spawn(count: 5) { _ in try condition.withLock { try condition.wait() } }
            try waitUntil(5, blockedOn: condition.state)
            try condition.withLock { try condition.notifyAll() }
            for other in others { try check(other.value()) }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `does not remember a notification that nobody waited for`(on engine: EngineUnderTest) throws {
        try engine.run {
            let condition = Condition()
            try condition.withLock {
                try condition.notifyAll()
                try check(!condition.wait(timeout: .milliseconds(2)))
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is waited on for no shorter than the timeout, and ends with the lock`(on engine: EngineUnderTest)
        throws
    {
        try engine.run {
            let condition = Condition()
            try condition.withLock {
                try check(
                    time { try check(!condition.wait(timeout: .milliseconds(10))) } >= .milliseconds(10))
                try check(condition.isHeldByCaller)
                try check(!condition.wait(timeout: .zero))
            }
            try check(condition.state.peek { $0.waiting.isEmpty && $0.notified.isEmpty })
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `loses no notification to a wait whose time is up`(on engine: EngineUnderTest) throws {
        try engine.run {
            for round in 0..<50 {
                let condition = Condition()
                let hasty = try spawn {
                    try condition.withLock { try condition.wait(timeout: .microseconds(200)) }
                }
                try waitUntil { condition.state.waiterCount == 1 || !hasty.thread.isAlive }
                let patient = try spawn { try condition.withLock { try condition.wait() } }
                try waitUntil { condition.state.peek { $0.waiting.contains(patient.thread.id) } }
                try sleep(for: .microseconds(round))
                try condition.withLock { try condition.notify() }
                // Whichever counts as notified, exactly one does.
                if try hasty.value() {
                    try check(patient.thread.isAlive)
                    try condition.withLock { try condition.notify() }
                }
                try check(patient.value())
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `needs its lock for waiting and notifying, and names who has not got it`(on engine: EngineUnderTest)
        throws
    {
        try engine.run {
            for lock in [Lock(), RLock()] as [any Lockable] {
                let condition = Condition(lock, name: "C")
                let message = "MainThread waits on or notifies C without holding its lock."
                try check(failure { try condition.wait() }, is: message)
                try check(failure { try condition.waitFor { true } }, is: message)
                try check(failure { try condition.notify() }, is: message)
                try check(failure { try condition.notifyAll() }, is: message)
                try condition.withLock {
                    let other = try spawn(name: "other") { failure { try condition.notify() } }
                    try check(other.value(), is: "other waits on or notifies C without holding its lock.")
                }
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `lets a reentrant lock go altogether, and takes it as often again`(on engine: EngineUnderTest) throws
    {
        try engine.run {
            let lock = RLock()
            let condition = Condition(lock)
            let other = try spawn {
                for _ in 0..<3 { try lock.acquire() }
                try condition.wait()
                for _ in 0..<3 { try lock.release() }
                return failure { try lock.release() } != nil
            }
            try waitUntil(blockedOn: condition.state)
            try condition.withLock { try condition.notify() }
            try check(other.value())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `can share its lock with another`(on engine: EngineUnderTest) throws {
        try engine.run {
            let lock = Lock()
            let (notEmpty, notFull) = (Condition(lock), Condition(lock))
            let items = Shared<[Int]>([])
            let producer = try spawn {
                for number in 0..<40 {
                    try lock.withLock {
                        try notFull.waitFor { try items.read().count < 2 }
                        try items.write(items.read() + [number])
                        try notEmpty.notify()
                    }
                }
            }
            var taken: [Int] = []
            while taken.count < 40 {
                try lock.withLock {
                    try notEmpty.waitFor { try !items.read().isEmpty }
                    let all = try items.read()
                    taken.append(all[0])
                    try items.write(Array(all.dropFirst()))
                    try notFull.notify()
                }
            }
            try producer.value()
            try check(taken, is: Array(0..<40))
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `lets the lock go even for no time at all, and tests the predicate once more`(
        on engine: EngineUnderTest
    )
        throws
    {
        try engine.run {
            for timeout in [Duration.zero, .seconds(-1)] {
                let (condition, isDone, tests) = (Condition(), Shared(false), Shared(0))
                try condition.withLock {
                    try check(
                        !condition.waitFor(timeout: timeout) {
                            try tests.write(tests.read() + 1)
                            return false
                        })
                    try check(tests.read(), is: 2)
                    let other = try spawn { try condition.withLock { try isDone.write(true) } }
                    // As long as this thread kept the lock, it would never be.
                    while try !condition.waitFor(timeout: timeout, { try isDone.read() }) {
                        try sleep(for: .zero)
                    }
                    try other.value()
                }
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `tests a predicate first, and again after each notification`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (condition, number, tests) = (Condition(), Shared(0), Shared(0))
            try condition.withLock { try check(condition.waitFor { true }) }
            let other = try spawn {
                try condition.withLock {
                    try condition.waitFor {
                        try check(condition.isHeldByCaller)
                        try tests.write(tests.read() + 1)
                        return try number.read() == 3
                    }
                }
            }
            for value in 1...3 {
                try waitUntil { tests.finalValue == value && condition.state.waiterCount == 1 }
                try condition.withLock {
                    try number.write(value)
                    try condition.notify()
                }
            }
            try check(other.value())
            try check(tests.finalValue, is: 4)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `gives a predicate's last value when the time is up`(on engine: EngineUnderTest) throws {
        try engine.run {
            let condition = Condition()
            try condition.withLock {
                let taken = try time {
                    try check(!condition.waitFor(timeout: .milliseconds(10)) { false })
                }
                try check(taken >= .milliseconds(10))
                try check(!condition.waitFor(timeout: .zero) { false })
                try check(condition.waitFor(timeout: .zero) { true })
                let error = failure { try condition.waitFor { throw Mishap() } }
                try check(error, is: "a mishap")
                try check(condition.isHeldByCaller)
            }
        }
    }

    // A notification that a thread cannot use, because it is interrupted, is somebody else's.
    @Test(arguments: EngineUnderTest.allCases)
    func `hands on a notification whose receiver was interrupted first`(on engine: EngineUnderTest) throws {
        try engine.run {
            let condition = Condition()
            let first = try spawn { failure { try condition.withLock { _ = try condition.wait() } } }
            try waitUntil(blockedOn: condition.state)
            let second = try spawn { try condition.withLock { try condition.wait() } }
            try waitUntil(2, blockedOn: condition.state)
            condition.state.peek {
                _ = $0.notify(atMost: 1)
                first.thread.interrupt()
            }
            try check(first.value(), is: Interrupted.interrupted.description)
            try check(second.value())
        }
    }

    @Test(arguments: EngineUnderTest.fair)
    func `hands on a notification whose receiver is interrupted before it has the lock`(
        on engine: EngineUnderTest
    ) throws {
        try engine.run {
            let lock = Lock()
            let condition = Condition(lock)
            let first = try spawn { failure { try condition.withLock { _ = try condition.wait() } } }
            try waitUntil(blockedOn: condition.state)
            let second = try spawn { try condition.withLock { try condition.wait() } }
            try waitUntil(2, blockedOn: condition.state)
            try condition.withLock {
                try condition.notify()
                try waitUntil(blockedOn: lock.state)
                first.thread.interrupt()
                try check(first.value(), is: Interrupted.interrupted.description)
                try check(condition.isHeldByCaller, "the interrupted wait must not release another's lock")
            }
            try check(second.value())
        }
    }

    // Any thread may release a `Lock`, so it can be gone between the check that it is held and its release.
    @Test(arguments: EngineUnderTest.allCases)
    func `forgets a wait that fails because the lock is gone`(on engine: EngineUnderTest) throws {
        try engine.run {
            let condition = Condition(FickleLock(), name: "C")
            let error = failure { try condition.wait() }
            try check(error, is: "MainThread waits on or notifies C without holding its lock.")
            try check(condition.state.peek { $0.waiting }, is: [])
        }
    }
}

/// A lock that seems to be held, but is not when it is to be released.
private struct FickleLock: Lockable {
    var isHeldByCaller: Bool { true }
    func acquire(timeout: Duration? = nil, file: StaticString = #fileID, line: UInt = #line) -> Bool { true }
    func acquire(_ hold: LockHold, file: StaticString, line: UInt) {}
    func release(file: StaticString, line: UInt) {}
    func releaseAll(file: StaticString, line: UInt) throws(LockError) -> LockHold {
        throw .notHeld(lock: "L", caller: Thread.current.name)
    }
}
