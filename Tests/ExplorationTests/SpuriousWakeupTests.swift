import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// A thread may be woken from a condition without a notification; it need not be.
@Suite struct `a wake-up without a notification` {
    /// A wait that may end so had been taken for one that cannot last: nobody's time ran out any more.
    @Test(arguments: [StrategyName.exhaustive, .bruteForce], [0, 1])
    func `leaves it possible that the time runs out`(strategy: StrategyName, spuriousWakeups: Int) {
        let report = explore(strategy, spuriousWakeups: spuriousWakeups) { () -> Bool in
            let condition = Condition()
            return try condition.withLock { try condition.wait(timeout: .milliseconds(1)) }
        }
        #expect(
            report.endSet
                == (spuriousWakeups > 0 ? [.completed(false), .completed(true)] : [.completed(false)]))
    }

    /// And a wait that nobody ends was never told as a deadlock, but proved to end.
    @Test(arguments: [StrategyName.exhaustive, .bruteForce], [0, 1])
    func `leaves it possible that a thread waits for ever`(strategy: StrategyName, spuriousWakeups: Int) {
        let report = explore(strategy, spuriousWakeups: spuriousWakeups) { () -> Bool in
            let condition = Condition()
            return try condition.withLock { try condition.wait() }
        }
        #expect(report.endSet == (spuriousWakeups > 0 ? [.deadlock, .completed(true)] : [.deadlock]))
    }
}
