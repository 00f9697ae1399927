import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// What a program lets go of goes there and then, whatever an exploration remembers of its objects: a `deinit` may act.
@Suite struct `letting go` {
    private final class Signal: Sendable {
        private let event: Event
        init(_ event: Event) { self.event = event }
        deinit { event.set() }
    }

    /// The states that the queue had were kept with what was in them, so that the event was never set in the first
    /// execution, which was told as a deadlock, and set in the second, which was told as a program that does not repeat
    /// itself.
    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `of what a queue has given back is done by whoever has it`(strategy: StrategyName) {
        let report = explore(strategy) { () -> Int in
            let (event, queue) = (Event(), Queue<Signal>())
            try queue.put(Signal(event))
            _ = try queue.get()
            try event.wait()
            return 1
        }
        #expect(report.error == nil)
        #expect(report.endSet == [.completed(1)])
    }

    /// The same of a pool that its last task lets go of, which shuts it down.
    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `of a pool is done by its last task, if nobody else has it`(strategy: StrategyName) {
        let report = explore(strategy) { () -> Int in
            let pool = try ThreadPool(workers: 1)
            try pool.execute { _ = pool.name }
            return 1
        }
        #expect(report.error == nil)
        #expect(report.endSet == [.completed(1)])
    }
}
