import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

@Suite struct `in every schedule, a pool` {
    private struct Failed: Error {}

    /// How often something was done. Counted by an action that nobody can come into.
    private final class Count: Sendable {
        private let permits = Semaphore(SemaphoreState(permits: 0))

        func add() { permits.release() }

        /// How often it was until now.
        func take() throws -> Int {
            var count = 0
            while try permits.tryAcquire() { count += 1 }
            return count
        }
    }

    @Test(arguments: [1, 2])
    func `does each task once, and gives its result to whoever submitted it`(_ workers: Int) {
        let report = explore { () -> [[Int]] in
            let pool = try ThreadPool(workers: workers)
            let counts = [Count(), Count()]
            let futures = try counts.indices.map { task in
                try pool.submit {
                    counts[task].add()
                    return task * 10
                }
            }
            let results = try futures.map { try $0.result() }
            pool.shutdown()
            return [results, try counts.map { try $0.take() }]
        }
        #expect(report.endSet == [.completed([[0, 10], [1, 1]])])
        #expect(report.verdict == .proved)
    }

    @Test func `that takes a task in two steps is found out`() {
        let report = explore(seeksCauses: false) { () -> [Int] in
            let (queue, counts) = (Shared([0, 1]), [Count(), Count()])
            try runAll(
                (0..<2).map { _ in
                    {
                        while let task = try queue.read().first {
                            try queue.write(Array(queue.read().dropFirst()))
                            counts[task].add()
                        }
                    }
                })
            return try counts.map { try $0.take() }
        }
        #expect(report.endSet.contains(.completed([2, 0])), "one done twice, and the other never")
    }

    @Test func `has done all that it accepted when its shutdown returns, and refuses what comes later`() {
        let report = explore { () -> [Int] in
            let (pool, count, isRefused) = try (ThreadPool(workers: 1), Count(), Shared(0))
            let submitter = Thread {
                do { try pool.execute { count.add() } } catch PoolError.shutDown { try isRefused.write(1) }
            }
            try submitter.start()
            pool.shutdown()
            let done = try count.take()
            try submitter.join()
            return [done, isRefused.finalValue, try count.take()]
        }
        #expect(report.endSet == [.completed([1, 0, 0]), .completed([0, 1, 0])])
        #expect(report.verdict == .proved)
    }

    @Test func `at a shutdown that cancels, has done a task or cancelled it`() {
        let report = explore { () -> [[Int]] in
            let (pool, counts) = try (ThreadPool(workers: 1), [Count(), Count()])
            let futures = try counts.map { count in try pool.submit { count.add() } }
            pool.shutdown(cancelPending: true)
            return [futures.map { $0.isCancelled ? 1 : 0 }, try counts.map { try $0.take() }]
        }
        #expect(
            report.endSet == [
                .completed([[0, 0], [1, 1]]), .completed([[0, 1], [1, 0]]), .completed([[1, 1], [0, 0]]),
            ])
    }

    @Test func `never does a task that was cancelled, and does one that could not be`() {
        let report = explore { () -> [Int] in
            let (pool, count) = try (ThreadPool(workers: 1), Count())
            let future = try pool.submit { count.add() }
            let isCancelled = future.cancel()
            pool.shutdown()
            return [isCancelled ? 1 : 0, try count.take()]
        }
        #expect(report.endSet == [.completed([1, 0]), .completed([0, 1])])
    }

    @Test func `calls a callback once, when its future is done, and takes no harm from its error`() {
        let report = explore { () -> [Int] in
            let (pool, calls, early) = try (ThreadPool(workers: 1), Count(), Count())
            let future = try pool.submit { 1 }
            future.addDoneCallback { future in
                calls.add()
                if !future.isDone { early.add() }
                throw Failed()
            }
            future.cancel()
            let next = try pool.submit { 7 }
            let result = try next.result()
            pool.shutdown()
            return [result, try calls.take(), try early.take()]
        }
        #expect(report.endSet == [.completed([7, 1, 0])])
        #expect(report.verdict == .proved)
    }

    @Test func `gives a task's error to whoever asks for its result, and keeps its worker`() {
        let report = explore { () -> [Bool] in
            let pool = try ThreadPool(workers: 1)
            let failing = try pool.submit { throw Failed() }
            let fine = try pool.submit { true }
            let error = try failing.error()
            let result = try fine.result()
            pool.shutdown()
            return [error is Failed, result]
        }
        #expect(report.endSet == [.completed([true, true])])
    }

    @Test func `maps in the order of its inputs, and fails at the place of the error`() {
        let report = explore { () -> [Int] in
            let pool = try ThreadPool(workers: 2)
            var results = try pool.map([1, 0]) { input in
                if input == 0 { throw Failed() }
                return 10 / input
            }
            var seen: [Int] = []
            do { while let result = try results.next() { seen.append(result) } } catch FutureError.failed {
                seen.append(-1)
            }
            pool.shutdown()
            return seen
        }
        #expect(report.endSet == [.completed([10, -1])])
    }

    @Test func `does what it has room for, and refuses the rest`() {
        let report = explore { () -> [Int] in
            let (pool, count) = try (ThreadPool(workers: 1, queueLimit: 1), Count())
            var refused = 0
            for _ in 0..<2 { do { try pool.execute { count.add() } } catch PoolError.full { refused += 1 } }
            pool.shutdown()
            return [refused, try count.take()]
        }
        #expect(report.endSet == [.completed([0, 2]), .completed([1, 1])])
    }

    @Test func `whose only worker waits for a task behind it is stuck`() {
        let report = explore(seeksCauses: false) { () -> Int in
            let pool = try ThreadPool(workers: 1)
            return try pool.submit { try pool.submit { 1 }.result() }.result()
        }
        #expect(report.endSet == [.deadlock])
    }

    @Test func `wakes all who wait for a future, and those whose time is up go without`() {
        let report = explore { () -> [Int] in
            let future = Future<Int>()
            let results = [Shared(0), Shared(0)]
            let waiters = results.indices.map { number in
                { @Sendable in
                    do {
                        let timeout = number == 0 ? Duration.seconds(1) : nil
                        try results[number].write(future.result(timeout: timeout))
                    } catch FutureError.timedOut { try results[number].write(-1) }
                }
            }
            try runAll(waiters + [{ try future.finish(.success(5)) }])
            return results.map(\.finalValue)
        }
        #expect(report.endSet == [.completed([5, 5]), .completed([-1, 5])])
        #expect(report.verdict == .proved)
    }
}
