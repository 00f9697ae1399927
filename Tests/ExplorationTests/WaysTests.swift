import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// How many ways an action may go.
@Suite struct `an action that may go many ways` {
    /// Notifies so many of so many threads that wait, at once.
    private func explore(notified: Int, of waiting: Int) -> ExplorationReport<Int> {
        var options = ExplorationOptions()
        options.strategy = .random
        let explorer = Explorer(options, on: Fibers(), isCorrect: { _ in true }) { () throws -> Int in
            let condition = Condition(name: "gate")
            let (ready, woken) = (Shared(0), Shared(0))
            let threads = (0..<waiting).map { _ in
                Thread(daemon: true) {
                    try condition.withLock {
                        try ready.write(ready.read() + 1)
                        try condition.wait()
                        try woken.write(woken.read() + 1)
                    }
                }
            }
            for thread in threads { try thread.start() }
            while try condition.withLock({ try ready.read() }) < waiting {}
            try condition.withLock { try condition.notify(notified) }
            while try condition.withLock({ try woken.read() }) < notified {}
            return notified
        }
        return explorer.run(within: Budget(.seconds(60), executions: 3))
    }

    @Test func `is explored with twelve choices`() {
        let report = explore(notified: 12, of: 13)
        #expect(report.error == nil)
        #expect(report.endSet == [.completed(12)])
    }

    @Test func `is refused with more choices than can be told apart, and the error names it`() {
        let error = explore(notified: 33, of: 40).error
        #expect(error?.hasPrefix("MainThread's notify of gate in line ") == true)
        #expect(error?.hasSuffix("makes more than 32 choices, which are the limit of one action.") == true)
    }

    @Test func `is refused with more ways than can be told apart, and the error names it`() {
        let error = explore(notified: 1, of: 300).error
        #expect(error?.hasPrefix("MainThread's notify of gate in line ") == true)
        #expect(error?.hasSuffix("goes one of 300 ways, of which at most 256 can be explored.") == true)
    }
}
