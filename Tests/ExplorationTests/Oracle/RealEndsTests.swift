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
        let count = Survey.count / 2
        for seed in Survey.first..<Survey.first + UInt64(count) {
            let program = RandomProgram(seed: seed, hasDaemon: seed % 4 == 0)
            // Without wake-ups from conditions that nobody caused: there are none on these threads.
            let report = explore(
                .exhaustive, maxExecutions: Survey.interleavings, seeksCauses: false, program.run)
            // An order of starts and looks at all threads may be missing; what a daemon's error hides, too.
            if report.executions >= Survey.interleavings || program.looksAtAll || program.failsInDaemon {
                continue
            }
            explored += 1
            let executor = Executor(program.run)
            let endings = (0..<UInt64(Self.runs)).map { run in
                let engine = ThreadEngine(
                    threadLimit: 50, eventLimit: 0, seed: seed &* 1_000 &+ run, chaos: run % 2 == 0)
                defer { _ = engine.trace() }
                return executor.execute(on: engine, within: Budget(.seconds(60))).ending
            }
            let others = Set(endings).subtracting(report.endSet)
            #expect(
                others.isEmpty,
                "seed \(seed): \(others) are not among those explored:\n\(program)\n\(Comparison.list(report))"
            )
        }
        #expect(explored > count / 2)
    }
}
