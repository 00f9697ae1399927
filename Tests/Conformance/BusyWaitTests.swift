import LockstepTestKit
import Testing
import Threading

/// A loop that does not block until another thread has done something: what programs are full of that were written for
/// threads which the operating system takes turns with.
enum BusyWait: String, CaseIterable, CustomTestStringConvertible {
    case isAlive, activeCount, isSet, emptyQueue, getWithoutWaiting, putWithoutWaiting, isDone, tryLock,
        tryRLock
    case trySemaphore, sharedVariable, sharedCounter, atomicFlag, spinLock, barrierWaiting, latchCount,
        poolQueue, waitOfNoTime,
        joinOfNoTime
    case sleepOfNoTime, lookInsideOfLock, vainNotify, interruptionCheck

    var testDescription: String { rawValue }

    /// Waits in a loop for a thread that does what is waited for after `delay`.
    func run(after delay: Duration?) throws {
        switch self {
        case .isAlive:
            let other = try act(after: delay) {}
            while other.isAlive {}
        case .activeCount:
            _ = try act(after: delay) {}
            while Thread.activeCount > 1 {}
        case .isSet:
            let event = Event()
            try loop(after: delay, { event.set() }) { event.isSet }
        case .emptyQueue:
            let queue = Queue<Int>()
            try loop(after: delay, { try queue.put(1) }) { !queue.isEmpty }
        case .getWithoutWaiting:
            let queue = Queue<Int>()
            try loop(after: delay, { try queue.put(1) }) { (try? queue.get(timeout: .zero)) != nil }
        case .putWithoutWaiting:
            let queue = Queue<Int>(capacity: 1)
            try queue.put(1)
            try loop(after: delay, { _ = try queue.get() }) { (try? queue.put(2, timeout: .zero)) != nil }
        case .isDone:
            let future = Future<Int>()
            try loop(after: delay, { try future.finish(.success(1)) }) { future.isDone }
        case .tryLock:
            let lock = Lock()
            _ = try lock.acquire()
            try loop(after: delay, { try lock.release() }) { try lock.acquire(timeout: .zero) }
        case .tryRLock:
            let (lock, isTaken) = (RLock(), Event())
            let other = Thread {
                try lock.withLock {
                    isTaken.set()
                    if let delay { try sleep(for: delay) }
                }
            }
            try other.start()
            try isTaken.wait()
            while try !lock.acquire(timeout: .zero) {}
            try lock.release()
            try other.join()
        case .trySemaphore:
            let semaphore = try Semaphore(0)
            try loop(after: delay, { semaphore.release() }) { try semaphore.acquire(timeout: .zero) }
        case .sharedVariable:
            let flag = Shared(false)
            try loop(after: delay, { try flag.write(true) }) { try flag.read() }
        case .sharedCounter:
            // Peterson's: two looks a round.
            let (wants, turn) = (Shared(true), Shared(1))
            try loop(after: delay, { try wants.write(false) }) { try !(wants.read() && turn.read() == 1) }
        case .atomicFlag:
            let flag = Atomic(false)
            try loop(after: delay, { try flag.store(true) }) { try flag.load() }
        case .spinLock:
            let isTaken = Atomic(true)
            try loop(after: delay, { try isTaken.store(false) }) {
                try isTaken.compareExchange(expected: false, desired: true).exchanged
            }
        case .barrierWaiting:
            let barrier = try Barrier(2)
            let other = try act(after: delay) { _ = try barrier.wait() }
            while barrier.waiting == 0 {}
            _ = try barrier.wait()
            try other.join()
        case .latchCount:
            let latch = try CountDownLatch(1)
            try loop(after: delay, { latch.countDown() }) { latch.count == 0 }
        case .poolQueue:
            let pool = try ThreadPool(workers: 1)
            let task = try pool.submit { () throws in if let delay { try sleep(for: delay) } }
            while pool.queued > 0 {}
            while !task.isDone {}
            pool.shutdown()
        case .waitOfNoTime:
            let event = Event()
            try loop(after: delay, { event.set() }) { try event.wait(timeout: .zero) }
        case .joinOfNoTime:
            let other = try act(after: delay) {}
            while try !other.join(timeout: .zero) {}
        case .sleepOfNoTime:
            let event = Event()
            try loop(after: delay, { event.set() }) {
                try sleep(for: .zero)
                return event.isSet
            }
        case .lookInsideOfLock:
            let (flag, lock) = (Shared(false), Lock())
            try loop(after: delay, { try lock.withLock { try flag.write(true) } }) {
                try lock.withLock { try flag.read() }
            }
        case .vainNotify:
            let (condition, event) = (Condition(), Event())
            try loop(after: delay, { event.set() }) {
                try condition.withLock { try condition.notify() }
                return event.isSet
            }
        case .interruptionCheck:
            let event = Event()
            try loop(after: delay, { event.set() }) {
                try Thread.checkInterruption()
                return event.isSet
            }
        }
    }

    private func act(after delay: Duration?, _ deed: @escaping @Sendable () throws -> Void) throws -> Thread {
        let thread = Thread {
            if let delay { try sleep(for: delay) }
            try deed()
        }
        try thread.start()
        return thread
    }

    private func loop(
        after delay: Duration?, _ deed: @escaping @Sendable () throws -> Void, until isOver: () throws -> Bool
    ) throws {
        let thread = try act(after: delay, deed)
        while try !isOver() {}
        try thread.join()
    }
}

@Suite struct `a busy wait` {
    @Test(arguments: EngineUnderTest.allCases, BusyWait.allCases)
    func `ends when another thread does what it waits for`(on engine: EngineUnderTest, _ wait: BusyWait)
        throws
    {
        // Threads outside a run are counted together with those of other tests.
        if engine == .free, wait == .activeCount { return }
        try engine.run { try wait.run(after: nil) }
    }

    @Test(arguments: EngineUnderTest.allCases, BusyWait.allCases)
    func `ends when a thread does what it waits for that sleeps before`(
        on engine: EngineUnderTest, _ wait: BusyWait
    ) throws {
        if engine == .free, wait == .activeCount { return }
        try engine.run { try wait.run(after: .milliseconds(5)) }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `of two threads for each other ends`(on engine: EngineUnderTest) throws {
        try engine.run {
            let turn = Shared(0)
            let players = (0..<2).map { me in
                Thread {
                    for _ in 0..<20 {
                        while try turn.read() != me {}
                        try turn.write(1 - me)
                    }
                }
            }
            for player in players { try player.start() }
            for player in players { try player.join() }
            try check(turn.finalValue, is: 0)
        }
    }
}
