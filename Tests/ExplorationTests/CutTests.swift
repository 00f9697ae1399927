import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// Executions that are cut at the limit of their steps, and what could have come before the cut.
@Suite struct `an execution that is cut` {
    private func ends(
        _ strategy: StrategyName, steps: Int, _ program: @escaping @Sendable () throws -> Int
    ) -> Set<Ending<Int>> {
        var options = ExplorationOptions()
        options.strategy = strategy
        options.stepLimit = steps
        // Nobody is held back: the loops here do something between their looks.
        return Explorer(options, on: Fibers(), isCorrect: { _ in true }, program: program)
            .run(within: Budget(.seconds(60), executions: 100_000)).endSet
    }

    /// A thread that could have ended the loop at any time.
    @Test(arguments: [20, 60]) func `does not hide that a loop may end`(steps: Int) {
        let program = { @Sendable () -> Int in
            let (flag, work) = (Shared(0), Shared(0))
            let rounds = Shared(0)
            try runAll([
                {
                    var count = 0
                    while try flag.read() == 0 {
                        try work.write(1)
                        count += 1
                    }
                    try rounds.write(count)
                },
                { try flag.write(1) },
            ])
            return rounds.finalValue
        }
        let all = ends(.bruteForce, steps: steps, program)
        #expect(all.contains(.completed(0)) && all.contains(.completed(3)) && all.contains(.cut))
        #expect(ends(.exhaustive, steps: steps, program) == all)
    }

    /// The other's first step has nothing to do with the loop, its second ends it.
    @Test func `does not hide what comes after a step that concerns nobody`() {
        let program = { @Sendable () -> Int in
            let (flag, work, own) = (Shared(0), Shared(0), Shared(0))
            try runAll([
                { while try flag.read() == 0 { try work.write(1) } },
                {
                    try own.write(1)
                    try flag.write(1)
                },
            ])
            return own.finalValue
        }
        let all = ends(.bruteForce, steps: 14, program)
        #expect(all == [.completed(1), .cut])
        #expect(ends(.exhaustive, steps: 14, program) == all)
    }

    @Test func `does not hide a deadlock`() {
        let program = { @Sendable () -> Int in
            let (first, second) = (Lock(), Lock())
            let (flag, work) = (Shared(0), Shared(0))
            try runAll([
                {
                    while try flag.read() == 0 { try work.write(1) }
                    try first.withLock { try second.withLock {} }
                },
                {
                    try flag.write(1)
                    try second.withLock { try first.withLock {} }
                },
            ])
            return 0
        }
        let all = ends(.bruteForce, steps: 16, program)
        #expect(all.contains(.deadlock))
        #expect(ends(.exhaustive, steps: 16, program) == all)
    }

    @Test(arguments: StrategyName.allCases)
    func `is neither right nor wrong, and can be made again`(strategy: StrategyName) throws {
        var options = ExplorationOptions()
        options.strategy = strategy
        options.stepLimit = 12
        let explorer = Explorer(options, on: Fibers(), isCorrect: { _ in false }) { () throws -> Int in
            let work = Shared(0)
            try runAll(Array(repeating: { while true { try work.write(1) } }, count: 2))
            return 0
        }
        let report = explorer.run(within: Budget(.seconds(60), executions: 40))
        #expect(report.verdict != .proved && report.verdict != .failed)
        #expect(report.outcomes.map(\.ending) == [.cut])
        let outcome = try #require(report.outcomes.first)
        #expect(outcome.isCorrect == nil && outcome.nearestPass == nil)
        #expect(outcome.schedule.digest == nil, "something follows on it")
        let replay = try explorer.replay(outcome.schedule)
        #expect(replay.ending == .cut)
        #expect(replay.story.contains(" write "))
    }
}
