import LockstepTestKit
import Scheduling
import Testing
import Threading

/// Circles of waits on every engine that watches its threads: which of them end a run, and which do not.
@Suite struct `a circle of waits on every engine` {
    /// Each thread takes its own lock, and its neighbour's once both have theirs.
    private static func embrace(
        daemon: Bool = false, _ hold: @escaping @Sendable (Lock, () throws -> Void) throws -> Void
    )
        throws -> [Thread]
    {
        let locks = [Lock(name: "A"), Lock(name: "B")]
        let bothHold = try Barrier(2)
        let threads = (0...1).map { number in
            Thread(daemon: daemon) {
                try hold(locks[number]) {
                    try bothHold.wait()
                    try hold(locks[1 - number]) {}
                }
            }
        }
        for thread in threads { try thread.start() }
        return threads
    }

    @Sendable private static func scoped(_ lock: Lock, _ body: () throws -> Void) throws {
        try lock.withLock(body)
    }

    @Sendable private static func explicit(_ lock: Lock, _ body: () throws -> Void) throws {
        try lock.acquire()
        defer { try? lock.release() }
        try body()
    }

    @Test(arguments: EngineUnderTest.watched)
    func `ends a run though another thread goes on, if sections hold the locks`(engine: EngineUnderTest)
        throws
    {
        let (end, _) = try engine.watch {
            _ = try Self.embrace(Self.scoped)
            while true { try sleep(for: .milliseconds(1)) }
        }
        #expect(end == .cycle)
    }

    @Test(arguments: EngineUnderTest.watched)
    func `ends a run that stands still, whatever holds the locks`(engine: EngineUnderTest) throws {
        let (end, _) = try engine.watch {
            for thread in try Self.embrace(Self.explicit) { try thread.join() }
        }
        #expect(end == .quiescent)
    }

    @Test(arguments: EngineUnderTest.watched)
    func `is opened by a thread that releases another's lock`(engine: EngineUnderTest) throws {
        let (end, _) = try engine.watch {
            let gate = Lock(name: "gate")
            try gate.acquire()
            let opener = try spawn {
                try waitUntil(blockedOn: gate)
                try sleep(for: .milliseconds(30))
                try gate.release()
            }
            // Waits for what it holds itself, until somebody lets it go.
            try gate.acquire()
            try opener.value()
        }
        #expect(end == .finished)
    }

    @Test(arguments: EngineUnderTest.watched)
    func `is opened by a thread that finishes another's future`(engine: EngineUnderTest) throws {
        let (end, _) = try engine.watch {
            let futures = [Future<Int>(), Future<Int>()]
            let runners = try spawn(count: 2) { number in
                _ = try futures[number].begin()
                return try futures[1 - number].result()
            }
            for future in futures { try waitUntil(blockedOn: future) }
            for future in futures { try future.finish(.success(1)) }
            for runner in runners { try runner.value() }
        }
        #expect(end == .finished)
    }

    @Test(arguments: EngineUnderTest.watched)
    func `of daemons alone ends no run`(engine: EngineUnderTest) throws {
        let (end, _) = try engine.watch {
            let locks = try Self.embrace(daemon: true, Self.scoped)
            try waitUntil { locks.allSatisfy { $0.isAlive } }
            try sleep(for: .milliseconds(30))
        }
        #expect(end == .finished)
    }

    @Test(arguments: EngineUnderTest.watched)
    func `of daemons ends a run in which another thread waits for one of them`(engine: EngineUnderTest) throws
    {
        let (end, _) = try engine.watch {
            let threads = try Self.embrace(daemon: true, Self.scoped)
            let other = try spawn { while true { try sleep(for: .milliseconds(1)) } }
            try threads[0].join()
            try other.value()
        }
        #expect(end == .cycle)
    }

    @Test(arguments: EngineUnderTest.watched)
    func `goes through a lock that a section has taken again after a condition's wait`(
        engine: EngineUnderTest
    ) throws {
        let (end, _) = try engine.watch {
            let (a, b) = (Lock(name: "A"), Lock(name: "B"))
            let condition = Condition(a)
            let hasWaited = Event()
            let waiter = Thread {
                try condition.withLock {
                    try condition.wait()
                    hasWaited.set()
                    try sleep(for: .milliseconds(5))
                    try b.withLock {}
                }
            }
            try waiter.start()
            try waitUntil(blockedOn: condition)
            let other = Thread {
                try b.withLock {
                    try condition.withLock { try condition.notify() }
                    try hasWaited.wait()
                    try a.withLock {}
                }
            }
            try other.start()
            while true { try sleep(for: .milliseconds(1)) }
        }
        #expect(end == .cycle)
    }
}
