import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

@Suite struct `in every schedule, a pool whose initializer fails` {
    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `fails each task, or refuses it`(_ strategy: StrategyName) {
        let report = explore(strategy) { () -> [String] in
            let pool = try ThreadPool(workers: 1) { throw Failed() }
            let ends = try (0..<2).map { number in
                do {
                    let future = try pool.submit { number }
                    return try future.error().map { "\($0 is PoolError)" } ?? "done"
                } catch PoolError.broken { return "refused" }
            }
            pool.shutdown()
            return ends
        }
        #expect(report.endSet == [.completed(["true", "refused"])])
        #expect(report.verdict == .proved)
    }

    @Test func `fails what was queued with it`() {
        let report = explore { () -> [Bool] in
            let pool = try ThreadPool(workers: 1) { throw Failed() }
            let futures = try (0..<2).compactMap { number -> Future<Int>? in
                do { return try pool.submit { number } } catch PoolError.broken { return nil }
            }
            let areBroken = try futures.map { try $0.error() is PoolError }
            pool.shutdown()
            return areBroken
        }
        #expect(report.endSet == [.completed([true]), .completed([true, true])])
        #expect(report.verdict == .proved)
    }

    private struct Failed: Error {}
}
