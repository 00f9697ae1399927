import Analyses
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// A program in which one thread writes a variable and then does something, and another reads the variable once it has
/// found out that this was done, by a look, a try or a refusal: the order is certain, so there is no data race.
struct LookPattern: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let program: @Sendable (Shared<Int>) throws -> Void

    init(_ name: String, _ program: @escaping @Sendable (Shared<Int>) throws -> Void) {
        (testDescription, self.program) = (name, program)
    }

    /// What is done, and how another thread finds out.
    init(
        _ name: String,
        _ make:
            @escaping @Sendable () throws -> (
                done: @Sendable () throws -> Void, isFound: () throws -> Bool
            )
    ) {
        self.init(name) { variable in
            let (done, isFound) = try make()
            let writer = try spawn {
                try variable.write(1)
                try done()
            }
            try waitUntil(isFound)
            _ = try variable.read()
            try writer.value()
        }
    }
}

@Suite struct `what a look has found` {
    @Test(arguments: EngineUnderTest.watched, LookPattern.all)
    func `comes after what made it so, and is no data race`(engine: EngineUnderTest, pattern: LookPattern)
        throws
    {
        for seed in 0..<(engine == .simulation ? 10 : 2) {
            let (end, trace) = try engine.watch(seed: UInt64(seed)) {
                try pattern.program(Shared(0, name: "x"))
            }
            #expect(end == .finished, "seed \(seed)")
            let races = trace.findings(isStandstill: false).filter { $0.kind.name == .dataRace }
            #expect(races.map(\.message) == [], "seed \(seed)")
            #expect(
                trace.findings(isStandstill: false).allSatisfy { $0.kind.name != .uncaughtError },
                "seed \(seed)")
        }
    }

    @Test(arguments: EngineUnderTest.watched)
    func `says nothing of what else was done`(engine: EngineUnderTest) throws {
        let twin = LookPattern("a look that nobody had to make so") {
            let (event, other) = (Event(), Event())
            return ({ event.set() }, { !other.isSet })
        }
        let (_, trace) = try engine.watch(seed: 1) { try twin.program(Shared(0, name: "x")) }
        #expect(trace.findings(isStandstill: false).contains { $0.kind.name == .dataRace })
    }
}

extension LookPattern {
    static let all = threads + locks + signals + queues + pools

    private static let threads = [
        LookPattern("a thread is not alive any more") { variable in
            let writer = try spawn { try variable.write(1) }
            try waitUntil { !writer.thread.isAlive }
            _ = try variable.read()
        },
        LookPattern("a thread is not among the live ones any more") { variable in
            _ = try spawn { try variable.write(1) }
            try waitUntil { Thread.activeCount == 1 }
            _ = try variable.read()
        },
        LookPattern("a thread has been started by another: it is alive") { variable in
            try started(variable) { $0.isAlive }
        },
        LookPattern("a thread has been started by another: it is among the live ones") { variable in
            try started(variable) { thread in Thread.enumerate().contains { $0 === thread } }
        },
        LookPattern("a thread has been started by another: it can be joined") { variable in
            try started(variable) { thread in
                do throws(ThreadError) { return try !thread.join(timeout: .zero) } catch { return false }
            }
        },
    ]

    /// A thread that waits until it may end is started by another, and `isFound` says whether it was.
    private static func started(_ variable: Shared<Int>, _ isFound: (Thread) throws -> Bool) throws {
        let mayEnd = Event()
        let worker = Thread { try mayEnd.wait() }
        let writer = try spawn {
            try variable.write(1)
            try worker.start()
        }
        try waitUntil { try isFound(worker) }
        _ = try variable.read()
        mayEnd.set()
        try writer.value()
        try worker.join()
    }

    private static let locks = [
        LookPattern("an atomic has been stored to") {
            let atomic = Atomic(false)
            return ({ try atomic.store(true) }, { try atomic.load() })
        },
        LookPattern("an atomic has another value than is expected") {
            let atomic = Atomic(0)
            return (
                { try atomic.wrappingAdd(1) },
                { try !atomic.compareExchange(expected: 0, desired: 0).exchanged }
            )
        },
        LookPattern("a lock is held") {
            let lock = Lock()
            return ({ try lock.acquire() }, { lock.isLocked })
        },
        LookPattern("a lock is free again") {
            let lock = Lock()
            try lock.acquire()
            return ({ try lock.release() }, { !lock.isLocked })
        },
        LookPattern("a lock cannot be had") {
            let lock = Lock()
            return (
                { try lock.acquire() },
                {
                    guard try lock.tryAcquire() else { return true }
                    try lock.release()
                    return false
                }
            )
        },
        LookPattern("a lock can be released, as another has taken it") {
            let lock = Lock()
            return ({ try lock.acquire() }, { (try? lock.release()) != nil })
        },
        LookPattern("an rlock cannot be had") {
            let lock = RLock()
            return (
                { try lock.acquire() },
                {
                    guard try lock.tryAcquire() else { return true }
                    try lock.release()
                    return false
                }
            )
        },
        LookPattern("a bounded semaphore takes a permit back that another has taken") {
            let semaphore = try BoundedSemaphore(1)
            return ({ try semaphore.acquire() }, { (try? semaphore.release()) != nil })
        },
        LookPattern("a semaphore has no permit") {
            let semaphore = try Semaphore(1)
            return (
                { try semaphore.acquire() },
                {
                    guard try semaphore.tryAcquire() else { return true }
                    semaphore.release()
                    return false
                }
            )
        },
    ]

    private static let signals = [
        LookPattern("an event is set") {
            let event = Event()
            return ({ event.set() }, { event.isSet })
        },
        LookPattern("an event is not set any more") {
            let event = Event()
            event.set()
            return ({ event.clear() }, { !event.isSet })
        },
        LookPattern("an event cannot be waited for any more") {
            let event = Event()
            event.set()
            return ({ event.clear() }, { try !event.wait(timeout: .zero) })
        },
        LookPattern("a thread waits at a barrier") { variable in
            let barrier = try Barrier(2)
            let writer = try spawn {
                try variable.write(1)
                try barrier.wait()
            }
            try waitUntil { barrier.waiting == 1 }
            _ = try variable.read()
            try barrier.wait()
            try writer.value()
        },
        LookPattern("a barrier is broken") {
            let barrier = try Barrier(2)
            return ({ barrier.abort() }, { barrier.isBroken })
        },
        LookPattern("a barrier is not broken any more") {
            let barrier = try Barrier(2)
            barrier.abort()
            return ({ barrier.reset() }, { !barrier.isBroken })
        },
        LookPattern("a latch has been counted down") {
            let latch = try CountDownLatch(2)
            return ({ latch.countDown() }, { latch.count == 1 })
        },
        LookPattern("a latch is open") {
            let latch = try CountDownLatch(1)
            return ({ latch.countDown() }, { latch.count == 0 })
        },
    ]

    private static let queues = [
        LookPattern("a queue has an item") {
            let queue = Queue<Int>()
            return ({ try queue.put(1) }, { !queue.isEmpty })
        },
        LookPattern("a queue is empty again") {
            let queue = Queue<Int>()
            try queue.put(1)
            return ({ _ = try queue.get() }, { queue.isEmpty })
        },
        LookPattern("a queue's count has grown") {
            let queue = Queue<Int>()
            try queue.put(1)
            return ({ try queue.put(2) }, { queue.count == 2 })
        },
        LookPattern("a queue is full") {
            let queue = Queue<Int>(capacity: 1)
            return ({ try queue.put(1) }, { queue.isFull })
        },
        LookPattern("a queue is not full any more") {
            let queue = Queue<Int>(capacity: 1)
            try queue.put(1)
            return ({ _ = try queue.get() }, { !queue.isFull })
        },
        LookPattern("a queue takes no item") {
            let queue = Queue<Int>(capacity: 1)
            return (
                { try queue.put(1) },
                {
                    do throws(QueueError) { try queue.putNoWait(2) } catch { return true }
                    _ = try queue.get()
                    return false
                }
            )
        },
        LookPattern("a queue gives no item") {
            let queue = Queue<Int>()
            try queue.put(1)
            return (
                { _ = try queue.get() },
                {
                    do throws(QueueError) { try queue.put(queue.getNoWait()) } catch { return true }
                    return false
                }
            )
        },
        LookPattern("a queue is not done with") {
            let queue = Queue<Int>()
            return ({ try queue.put(1) }, { try !queue.join(timeout: .zero) })
        },
        LookPattern("an item is done with that another has put") {
            let queue = Queue<Int>()
            return ({ try queue.put(1) }, { (try? queue.taskDone()) != nil })
        },
        LookPattern("a queue that was shut down takes no item") {
            let queue = Queue<Int>()
            return ({ queue.shutdown() }, { (try? queue.put(1)) == nil })
        },
    ]

    private static let pools = [
        LookPattern("a future is running") {
            let future = Future<Int>()
            return ({ _ = try future.begin() }, { future.isRunning })
        },
        LookPattern("a future is done") {
            let future = Future<Int>()
            return ({ try future.finish(.success(1)) }, { future.isDone })
        },
        LookPattern("a future has been cancelled") {
            let future = Future<Int>()
            return ({ future.cancel() }, { future.isCancelled })
        },
        LookPattern("a future has a result") {
            let future = Future<Int>()
            return ({ try future.finish(.success(1)) }, { (try? future.result(timeout: .zero)) != nil })
        },
        LookPattern("a pool has a worker") { variable in
            let pool = try ThreadPool(workers: 1)
            let writer = try spawn {
                try variable.write(1)
                _ = try pool.submit { 1 }
            }
            try waitUntil { pool.workers.all == 1 }
            _ = try variable.read()
            try writer.value()
            pool.shutdown()
        },
        LookPattern("a pool has a job in its queue") { variable in
            let pool = try ThreadPool(workers: 1)
            let mayEnd = Event()
            _ = try pool.submit { try mayEnd.wait() }
            try waitUntil(blockedOn: mayEnd)
            let writer = try spawn {
                try variable.write(1)
                _ = try pool.submit { 1 }
            }
            try waitUntil { pool.queued == 1 }
            _ = try variable.read()
            try writer.value()
            mayEnd.set()
            pool.shutdown()
        },
        LookPattern("a pool that was shut down takes no job") {
            let pool = try ThreadPool(workers: 1)
            return ({ pool.shutdown(wait: false) }, { (try? pool.submit { 1 }) == nil })
        },
    ]
}
