import Exploration
import LockstepTestKit
import Scheduling
import Testing
import ThreadEngine
import Threading

/// Small random programs on threads of the operating system, which come in orders that no scheduler of ours has a say in:
/// they find out what the engine of an exploration takes for impossible, whichever strategy asks it.
@Suite struct `an end on real threads` {
    /// How often each program is run.
    private static let runs = 12

    @Test func `is one that was explored`() {
        var explored = 0
        let count = `the reduced search`.count / 2
        let first = `the reduced search`.first
        for seed in first..<first + UInt64(count) {
            let program = RandomProgram(seed: seed, hasDaemon: seed % 4 == 0)
            let report = explore(
                .exhaustive, maxExecutions: `the reduced search`.interleavings, seeksCauses: false,
                program.run)
            // An order of starts and looks at all threads may be missing; what a daemon's error hides, too.
            if report.executions >= `the reduced search`.interleavings || program.looksAtAll
                || program.failsInDaemon
            {
                continue
            }
            explored += 1
            let executor = Executor(program.run)
            for run in 0..<UInt64(Self.runs) {
                let engine = ThreadEngine(
                    threadLimit: 50, eventLimit: 0, seed: seed &* 1_000 &+ run, chaos: run % 2 == 0)
                let ending = executor.execute(on: engine, within: Budget(.seconds(60))).ending
                _ = engine.trace()
                #expect(report.endSet.contains(ending), "seed \(seed):\n\(program)\n\(ending)")
            }
        }
        #expect(explored > count / 2)
    }
}
