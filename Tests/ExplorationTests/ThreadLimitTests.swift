import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import ThreadEngine
import Threading

/// A run may have so many threads at once; whether one more is refused depends on which have ended.
@Suite struct `a start at the limit of threads` {
    @Sendable private static func program() throws -> Bool {
        let threads = [Thread {}, Thread {}, Thread {}]
        try threads[0].start()
        try threads[1].start()
        return (try? threads[2].start()) != nil
    }

    /// Proved never to succeed, as no end of a thread was tried before it.
    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `succeeds if one of the others has ended`(strategy: StrategyName) {
        var options = ExplorationOptions()
        (options.strategy, options.threadLimit) = (strategy, 3)
        let report = Explorer(options, on: Fibers(), isCorrect: { _ in true }, program: Self.program).run()
        #expect(report.endSet == [.completed(false), .completed(true)] || report.verdict != .proved)
    }

    @Test func `succeeds on real threads now and then`() {
        let executor = Executor(Self.program)
        let endings = (0..<500).map { (seed: UInt64) -> Ending<Bool> in
            let engine = ThreadEngine(threadLimit: 3, eventLimit: 0, seed: seed, chaos: true)
            defer { _ = engine.trace() }
            return executor.execute(on: engine, within: Budget(.seconds(60))).ending
        }
        #expect(endings.contains(.completed(true)))
    }
}
