import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// How a thread tells another that it has written a variable.
enum HandOver: String, CaseIterable, CustomTestStringConvertible {
    case join, isAlive, lock, rlock, condition, semaphore, event, latch, barrier, queue, future, poolTask,
        atomic,
        comparison

    var testDescription: String { rawValue }

    /// Writes in one thread, and reads in another that has been told; or that has not.
    func run(isTold: Bool) throws -> Int {
        let x = Shared(0, name: "x")
        let (tell, isTrue) = try channel()
        let writer = Thread {
            try x.write(1)
            try tell()
        }
        try writer.start()
        let has = self == .join ? try writer.join() : self == .isAlive ? !writer.isAlive : try isTrue()
        if has || !isTold { _ = try x.read() }
        try writer.join()
        return x.finalValue
    }

    /// What tells, and what says whether anything was told.
    private func channel() throws -> (@Sendable () throws -> Void, () throws -> Bool) {
        switch self {
        case .join, .isAlive: return ({}, { false })
        case .lock: return channel(under: Lock())
        case .rlock: return channel(under: RLock())
        case .condition: return channel(under: Condition())
        case .semaphore:
            let semaphore = try Semaphore(0)
            return ({ semaphore.release() }, { try semaphore.tryAcquire() })
        case .event:
            let event = Event()
            return ({ event.set() }, { event.isSet })
        case .latch:
            let latch = try CountDownLatch(1)
            return ({ latch.countDown() }, { try latch.wait(timeout: .zero) })
        case .barrier:
            let barrier = try Barrier(2)
            return (
                { try barrier.wait() },
                {
                    try barrier.wait()
                    return true
                }
            )
        case .queue:
            let queue = Queue<Int>()
            return ({ try queue.put(1) }, { !queue.isEmpty })
        case .future:
            let future = Future<Int>()
            return ({ try future.finish(.success(1)) }, { future.isDone })
        case .poolTask:
            let pool = try ThreadPool(workers: 1)
            let done = Future<Int>()
            return (
                { _ = try pool.submit { try done.finish(.success(1)) } },
                {
                    defer { pool.shutdown() }
                    return try done.result() == 1
                }
            )
        case .atomic:
            let atomic = Atomic(false)
            return ({ try atomic.store(true) }, { try atomic.load() })
        case .comparison:
            let atomic = Atomic(0)
            return (
                { try atomic.wrappingAdd(1) },
                { try !atomic.compareExchange(expected: 0, desired: 0).exchanged }
            )
        }
    }

    private func channel(under lock: some Lockable) -> (@Sendable () throws -> Void, () throws -> Bool) {
        let told = Shared(false, name: "told")
        return (
            { try lock.withLock { try told.write(true) } },
            { try lock.withLock { try told.read() } }
        )
    }
}

@Suite struct `a variable that is handed over` {
    @Test(arguments: HandOver.allCases)
    func `is no data race if whoever reads it has been told, and else is one`(_ handOver: HandOver) {
        let told = explore { try handOver.run(isTold: true) }
        #expect(told.isComplete && told.dataRaces.isEmpty)
        // A barrier, a join and a pool's result let nobody go on without being told.
        if [.barrier, .join, .poolTask].contains(handOver) { return }
        let untold = explore { try handOver.run(isTold: false) }
        #expect(untold.isComplete && untold.dataRaces.map(\.variable) == ["x"])
    }
}
