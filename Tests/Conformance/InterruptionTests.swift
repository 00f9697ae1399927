import LockstepTestKit
import Testing
import Threading

/// One way to block: what it blocks on, and how.
private struct Blocking {
    let object: GuardedObject?
    let act: @Sendable () throws -> Void

    init(_ object: GuardedObject?, _ act: @escaping @Sendable () throws -> Void) {
        self.object = object
        self.act = act
    }
}

/// Every way to block, on objects of the calling thread's engine, which are such that each of them blocks.
private func everyBlocking() throws -> [String: Blocking] {
    let (lock, rlock) = (Lock(), RLock())
    try lock.acquire()
    try rlock.acquire()
    let (semaphore, bounded, event) = try (Semaphore(0), BoundedSemaphore(0), Event())
    let (barrier, condition) = try (Barrier(2), Condition())
    let (empty, full, unfinished) = (Queue<Int>(), LIFOQueue<Int>(capacity: 1), PriorityQueue<Int>())
    try full.put(1)
    try unfinished.put(1)
    let (future, simple) = (Future<Int>(), SimpleQueue<Int>())
    let endless = try spawn { _ = try Event().wait() }.thread
    let timer = Timer(after: .seconds(1_000_000)) {}
    try timer.start()
    return [
        "lock": Blocking(lock.state) { try lock.acquire() },
        "lock with timeout": Blocking(lock.state) { try lock.acquire(timeout: .seconds(1_000_000)) },
        "rlock": Blocking(rlock.state) { try rlock.acquire() },
        "semaphore": Blocking(semaphore.state) { try semaphore.acquire() },
        "bounded semaphore": Blocking(bounded.state) { try bounded.withPermit {} },
        "event": Blocking(event.state) { try event.wait() },
        "barrier": Blocking(barrier.state) { try barrier.wait() },
        "condition": Blocking(condition.state) { try condition.withLock { _ = try condition.wait() } },
        "predicate": Blocking(condition.state) {
            try condition.withLock { _ = try condition.waitFor { false } }
        },
        "simple get": Blocking(simple.state) { _ = try simple.get() },
        "futures": Blocking(future.state) { _ = try Future.wait(for: [future]) },
        "get": Blocking(empty.state) { _ = try empty.get() },
        "put": Blocking(full.state) { try full.put(2) },
        "queue join": Blocking(unfinished.state) { try unfinished.join() },
        "future": Blocking(future.state) { _ = try future.result() },
        "future's error": Blocking(future.state) { _ = try future.error() },
        "thread": Blocking(endless.life) { try endless.join() },
        "timer": Blocking(nil) { try timer.join() },
        "sleep": Blocking(nil) { try sleep(for: .seconds(1_000_000)) },
    ]
}

@Suite struct `an interrupted thread` {
    @Test(arguments: EngineUnderTest.allCases)
    func `stops waiting, whatever it waits for`(on engine: EngineUnderTest) throws {
        try engine.run {
            for (name, blocking) in try everyBlocking() {
                let isWaiting = Event()
                let thread = try spawn {
                    isWaiting.set()
                    return failure(of: blocking.act)
                }
                try isWaiting.wait()
                if let object = blocking.object { try waitUntil(blockedOn: object) }
                thread.thread.interrupt()
                try check(thread.value() == Interrupted.interrupted.description, name)
                try check(thread.thread.isInterrupted, name)
                if let object = blocking.object { try check(object.waiterCount == 0, name) }
            }
            for thread in Thread.enumerate() where thread.parent == Thread.current.id { thread.interrupt() }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `does not begin to wait, not even for what is there`(on engine: EngineUnderTest) throws {
        try engine.run {
            let blockings = try everyBlocking()
            let thread = try spawn {
                Thread.current.interrupt()
                return blockings.filter { failure(of: $0.value.act) != Interrupted.interrupted.description }
                    .map(\.key)
            }
            try check(thread.value(), is: [])
            let free = try spawn {
                Thread.current.interrupt()
                let (lock, semaphore, variable) = try (Lock(), Semaphore(1), Shared(1))
                return [
                    failure { try lock.acquire() }, failure { _ = try lock.tryAcquire() },
                    failure { try semaphore.acquire() }, failure { _ = try variable.read() },
                    failure { try variable.write(1) }, failure { try Thread.checkInterruption() },
                    failure { try sleep(for: .zero) },
                ]
            }
            try check(free.value().allSatisfy { $0 == Interrupted.interrupted.description })
            for thread in Thread.enumerate() where thread.parent == Thread.current.id { thread.interrupt() }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `can still do what never blocks, so that it can clean up`(on engine: EngineUnderTest) throws {
        try engine.run {
            let thread = try spawn {
                let (lock, rlock, semaphore) = try (Lock(), RLock(), BoundedSemaphore(1))
                let (event, queue, future) = (Event(), Queue<Int>(), Future<Int>())
                try lock.acquire()
                try rlock.acquire()
                try semaphore.acquire()
                try queue.put(1)
                Thread.current.interrupt()
                try lock.release()
                try rlock.release()
                try semaphore.release()
                try queue.taskDone()
                queue.shutdown()
                event.set()
                try check(future.begin())
                try future.finish(.success(1))
                return !lock.isLocked && event.isSet && queue.count == 1 && future.isDone
            }
            try check(thread.value())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `lets go of what its scopes hold`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (lock, rlock, semaphore, never) = try (Lock(), RLock(), Semaphore(1), Event())
            let thread = try spawn {
                failure {
                    try lock.withLock {
                        try rlock.withLock {
                            try rlock.withLock { try semaphore.withPermit { _ = try never.wait() } }
                        }
                    }
                }
            }
            try waitUntil(blockedOn: never.state)
            thread.thread.interrupt()
            try check(thread.value(), is: Interrupted.interrupted.description)
            try check(lock.tryAcquire() && rlock.tryAcquire() && semaphore.tryAcquire())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `ends a condition's wait without the lock, and leaves it to who has it`(on engine: EngineUnderTest)
        throws
    {
        try engine.run {
            for lock in [Lock(), RLock()] as [any Lockable] {
                let condition = Condition(lock)
                let thread = try spawn {
                    failure { try condition.withLock { try condition.waitHoldingTwice(if: lock is RLock) } }
                }
                try waitUntil(blockedOn: condition.state)
                try condition.withLock {
                    thread.thread.interrupt()
                    try check(thread.value(), is: Interrupted.interrupted.description)
                    try check(condition.isHeldByCaller)
                }
                try check(condition.state.peek { $0.waiting.isEmpty && $0.notified.isEmpty })
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `breaks the barrier it waits at`(on engine: EngineUnderTest) throws {
        try engine.run {
            let barrier = try Barrier(3, name: "B")
            let others = try spawn(count: 2) { _ in failure { try barrier.wait() } }
            try waitUntil(2, blockedOn: barrier.state)
            others[0].thread.interrupt()
            try check(others[0].value(), is: Interrupted.interrupted.description)
            try check(others[1].value()?.hasPrefix("B is broken") == true)
            try check(barrier.isBroken)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `leaves the wake-up it was given to another`(on engine: EngineUnderTest) throws {
        try engine.run {
            for _ in 0..<50 {
                let semaphore = try Semaphore(0)
                let first = try spawn { failure { try semaphore.acquire() } }
                try waitUntil(blockedOn: semaphore.state)
                let second = try spawn { try semaphore.acquire() }
                try waitUntil(2, blockedOn: semaphore.state)
                let interrupter = try spawn { first.thread.interrupt() }
                semaphore.release()
                try interrupter.value()
                // If the first got the permit before it was interrupted, another is needed.
                if try first.value() == nil { semaphore.release() }
                try check(second.value())
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `starts no other`(on engine: EngineUnderTest) throws {
        try engine.run {
            let thread = try spawn {
                let other = Thread {}
                Thread.current.interrupt()
                return failure { try other.start() }
            }
            try check(thread.value(), is: Interrupted.interrupted.description)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `may be interrupted before it starts`(on engine: EngineUnderTest) throws {
        try engine.run {
            let log = Log<String>()
            let thread = Thread {
                try? log.add("must not be")
                try Event().wait()
            }
            thread.interrupt()
            try thread.start()
            try thread.join()
            try check(log.entries.isEmpty)
        }
    }
}

extension Condition {
    /// Waits, with a reentrant lock taken once more, which the wait must let go as well.
    fileprivate func waitHoldingTwice(if isReentrant: Bool) throws {
        if isReentrant { try withLock { _ = try wait() } } else { _ = try wait() }
    }
}
