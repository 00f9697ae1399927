import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// Objects have the same numbers in all executions: by who made them, and as which of the maker's.
@Suite struct `the first object of a thread` {
    /// What was learned of the one, that two may `get` in any order, was taken for true of the other.
    @Test(arguments: [StrategyName.exhaustive, .bruteForce], [0, 1])
    func `may be one or another, of which other actions commute`(strategy: StrategyName, asked: Int) {
        let report = explore(strategy) { () -> [Int] in
            let asks = Shared(0)
            let seen = [Shared(0), Shared(0)]
            try runAll([
                { try asks.write(1) },
                {
                    if try asks.read() == asked {
                        let queue = Queue<Int>()
                        try queue.put(1)
                        try queue.put(2)
                        try runAll(seen.map { variable in { try variable.write(queue.get()) } })
                    } else {
                        let future = Future<Int>()
                        _ = future.cancel()
                        try runAll(
                            seen.map { variable in
                                { try variable.write((try? future.result()) ?? 0) }
                            })
                    }
                },
            ])
            return seen.map(\.finalValue)
        }
        #expect(report.error == nil)
        #expect(report.endSet == [.completed([0, 0]), .completed([1, 2]), .completed([2, 1])])
    }
}
