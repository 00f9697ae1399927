import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

@Suite struct `in every schedule, of several futures` {
    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `that comes first which is done first, and then the other`(_ strategy: StrategyName) {
        let report = explore(strategy) { () -> [Int] in
            let futures = [Future<Int>(), Future<Int>()]
            let threads = futures.indices.map { index in
                Thread { try futures[index].finish(.success(index)) }
            }
            for thread in threads { try thread.start() }
            var completed = Future.asCompleted(futures)
            var order: [Int] = []
            while let future = try completed.next() { order.append(try future.result(timeout: .zero)) }
            for thread in threads { try thread.join() }
            return order
        }
        #expect(report.endSet == [.completed([0, 1]), .completed([1, 0])])
        #expect(report.verdict == .proved)
    }

    @Test func `one is enough for the first, and both are done for all`() {
        let report = explore { () -> [[Int]] in
            let futures = [Future<Int>(), Future<Int>()]
            let threads = futures.indices.map { index in
                Thread { if index == 0 { futures[0].cancel() } else { try futures[1].finish(.success(1)) } }
            }
            for thread in threads { try thread.start() }
            let first = try Future.wait(for: futures, until: .firstCompleted).done
            let all = try Future.wait(for: futures).done
            for thread in threads { try thread.join() }
            return [first, all].map { $0.map { $0 === futures[0] ? 0 : 1 } }
        }
        #expect(
            report.endSet == [
                .completed([[0], [0, 1]]), .completed([[1], [0, 1]]), .completed([[0, 1], [0, 1]]),
            ])
        #expect(report.verdict == .proved)
    }

    @Test func `who waits for one that nobody finishes is in a deadlock`() {
        for goal in [CompletionGoal.allCompleted, .firstFailed, .firstCompleted] {
            let report = explore(seeksCauses: false) { () -> Int in
                let futures = [Future<Int>(), Future<Int>()]
                if goal != .firstCompleted { try futures[0].finish(.success(1)) }
                return try Future.wait(for: futures, until: goal).done.count
            }
            #expect(report.endSet == [.deadlock])
        }
    }
}
