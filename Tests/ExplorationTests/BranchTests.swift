import Exploration
import Glibc
import LockstepTestKit
import Scheduling
import Synchronization
import Testing
import Threading

/// What no implementation of a primitive promises, and so an exploration must try both ways.
@Suite struct `an exploration takes both ways where` {
    @Test func `a lock that is released can go to any who wait`() {
        let report = explore { () -> [Int] in
            let (lock, order) = (Lock(), Shared<[Int]>([]))
            try runAll(
                (0..<3).map { number in
                    { @Sendable in try lock.withLock { try order.write(order.read() + [number]) } }
                })
            return order.finalValue
        }
        #expect(report.outcomes.count == 6)
        #expect(report.verdict == .proved)
    }

    @Test func `notify can wake any who wait`() {
        let report = explore { () -> Set<Int> in
            let (condition, woken, waiting) = try (Condition(Lock()), Shared<Set<Int>>([]), Semaphore(0))
            let threads = (0..<3).map { number in
                Thread(daemon: true) {
                    try condition.withLock {
                        waiting.release()
                        try condition.wait()
                        try woken.write(woken.read().union([number]))
                        waiting.release()
                    }
                }
            }
            for thread in threads { try thread.start() }
            for _ in threads { try waiting.acquire() }
            try condition.withLock { try condition.notify() }
            try waiting.acquire()
            return woken.finalValue
        }
        #expect(report.endSet == [.completed([0]), .completed([1]), .completed([2])])
    }

    @Test func `any party can be the last at a barrier`() {
        let report = explore { () -> Int in
            let (barrier, last) = try (Barrier(3), Shared(-1))
            try runAll(
                (0..<3).map { number in
                    { @Sendable in if try barrier.wait() == 2 { try last.write(number) } }
                })
            return last.finalValue
        }
        #expect(report.endSet == [.completed(0), .completed(1), .completed(2)])
    }

    @Test func `a timeout or the wake-up comes first`() {
        let report = explore { () -> Bool in
            let event = Event()
            let thread = Thread { event.set() }
            try thread.start()
            let isSet = try event.wait(timeout: .seconds(1))
            try thread.join()
            return isSet
        }
        #expect(report.endSet == [.completed(true), .completed(false)])
    }

    @Test func `a task is cancelled before it begins, or not`() {
        let report = explore { () -> Bool in
            let pool = try ThreadPool(workers: 1)
            let future = try pool.submit { 1 }
            let isCancelled = future.cancel()
            pool.shutdown()
            return isCancelled
        }
        #expect(report.endSet == [.completed(true), .completed(false)])
    }

    @Test func `any worker takes a task`() {
        let report = explore { () -> Bool in
            let pool = try ThreadPool(workers: 2)
            let first = try pool.submit { Thread.current.name }
            let second = try pool.submit { Thread.current.name }
            let isSame = try first.result() == second.result()
            pool.shutdown()
            return isSame
        }
        #expect(report.endSet == [.completed(true), .completed(false)])
    }

    @Test func `a callback runs in the worker, or in the caller`() {
        let report = explore { () -> Bool in
            let pool = try ThreadPool(workers: 1)
            let (caller, runner) = (Thread.current.id, Shared(-1))
            let future = try pool.submit { 1 }
            future.addDoneCallback { _ in try runner.write(Thread.current.id) }
            pool.shutdown()
            return runner.finalValue == caller
        }
        #expect(report.endSet == [.completed(true), .completed(false)])
    }

    @Test func `a thread that is asked whether it lives still does, or has ended`() {
        let report = explore { () -> Bool in
            let thread = Thread {}
            try thread.start()
            let isAlive = thread.isAlive
            try thread.join()
            return isAlive
        }
        #expect(report.endSet == [.completed(true), .completed(false)])
    }

    @Test func `an event is set and cleared before the wait, or after it began`() {
        let report = explore { () -> Int in
            let event = Event()
            try runAll([
                { try event.wait() },
                {
                    event.set(); event.clear()
                },
            ])
            return 0
        }
        #expect(report.endSet == [.completed(0), .deadlock])
    }
}

@Suite struct `an exploration` {
    @Test func `lets everything go, deadlocks and all`() {
        let alive = Alive()
        let report = explore(.bruteForce) { () -> Int in
            let (a, b) = (Lock(), Lock())
            let tokens = (0..<3).map { _ in Token(alive) }
            try runAll(
                tokens.map { token in
                    { @Sendable in
                        try a.withLock { try b.withLock { token.touch() } }
                        try b.withLock { try a.withLock { token.touch() } }
                    }
                })
            return 0
        }
        #expect(report.outcomes.first { $0.ending == .deadlock }?.executions ?? 0 > 100)
        #expect(alive.count.load(ordering: .relaxed) == 0)
    }

    /// A fiber whose thread had ended held on to the one that went on after it, and so to its stack.
    @Test func `gives back all stacks`() {
        let before = mappings()
        for _ in 0..<500 { _ = explore { try lostUpdates(2) } }
        // Other tests' threads come and go meanwhile.
        #expect(mappings() - before < 400)
    }

    /// How many pieces the process's memory consists of.
    private func mappings() -> Int {
        let file = fopen("/proc/self/maps", "r")
        defer { fclose(file) }
        var count = 0
        while true {
            switch fgetc(file) {
            case EOF: return count
            case 10: count += 1
            default: break
            }
        }
    }

    @Test func `says so if a program does not repeat itself`() {
        let calls = Alive()
        let report = explore { () -> Int in
            let isOdd = calls.count.add(1, ordering: .relaxed).newValue.isMultiple(of: 2)
            let (a, b) = (Shared(0), Shared(0))
            try runAll(Array(repeating: { try (isOdd ? a : b).write(1) }, count: 3))
            return 0
        }
        #expect(report.error?.contains("does not do the same again") == true)
        #expect(!report.isComplete)
    }

    @Test func `names the schedule that passes nearest to one that fails`() throws {
        let report = explore { try takeInOppositeOrders() }
        let failing = try #require(report.outcomes.first { $0.ending == .deadlock })
        #expect(failing.preemptions == 1)
        let pass = try #require(failing.nearestPass)
        #expect(pass.step == 1)
        #expect(pass.failing.hasPrefix("Thread-2 acquire lock-2 (ExplorationTests/ScheduleTests.swift"))
        #expect(pass.passing.hasPrefix("Thread-1 acquire lock-2 (ExplorationTests/ScheduleTests.swift"))
    }

    @Test(arguments: [StrategyName.random, .pct, .pos])
    func `by samples finds what is easy to find, and claims no proof`(_ strategy: StrategyName) {
        let report = explore(strategy, maxExecutions: 500) { try takeInOppositeOrders() }
        #expect(report.endSet == [.completed(0), .deadlock])
        #expect(report.verdict == .failed && !report.isComplete)
        let fine = explore(strategy, maxExecutions: 50) { try lostUpdates(1) }
        #expect(fine.verdict == .sampled)
    }

    @Test func `within a bound claims no more than that`() {
        let none = explore(preemptionBound: 0) { try lostUpdates(2) }
        #expect(none.endSet == [.completed(2)])
        #expect(none.verdict == .bounded)
        #expect(explore(preemptionBound: 1) { try lostUpdates(2) }.endSet == [.completed(1), .completed(2)])
    }
}

/// How many tokens there are.
private final class Alive: Sendable {
    let count = Synchronization.Atomic<Int>(0)
}

/// Something that a thread holds on to.
private final class Token: Sendable {
    private let alive: Alive

    init(_ alive: Alive) {
        self.alive = alive
        alive.count.add(1, ordering: .relaxed)
    }

    deinit { alive.count.subtract(1, ordering: .relaxed) }

    func touch() {}
}
