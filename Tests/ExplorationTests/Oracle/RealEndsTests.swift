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
            // A condition wakes nobody without a notification on these threads; those who might be are explored as well.
            let report = explore(
                .exhaustive, spuriousWakeups: program.spuriousWakeups, maxExecutions: Survey.interleavings,
                seeksCauses: false, program.run)
            // An order of starts and looks at all threads may be missing; what a daemon's error hides, too.
            if report.executions >= Survey.interleavings || program.looksAtAll || program.failsInDaemon {
                continue
            }
            explored += 1
            let executor = Executor(program.run)
            for run in 0..<UInt64(Self.runs) {
                let engine = ThreadEngine(
                    threadLimit: 50, eventLimit: 0, seed: seed &* 1_000 &+ run, chaos: run % 2 == 0)
                let ending = executor.execute(on: engine, within: Budget(.seconds(60))).ending
                _ = engine.trace()
                let explored = report.outcomes.map { "    \($0.ending) by \($0.schedule)" }
                #expect(
                    report.endSet.contains(ending),
                    "seed \(seed): \(ending) was not explored:\n\(program)\n\(explored.joined(separator: "\n"))"
                )
            }
        }
        #expect(explored > count / 2)
    }
}
