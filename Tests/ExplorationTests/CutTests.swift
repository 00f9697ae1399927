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

/// What the sampling strategies' papers promise, counted.
@Suite struct `a sample` {
    private func share(
        of strategy: StrategyName, depth: Int = 3, executions: Int,
        where isBug: @escaping @Sendable (Ending<Int>) -> Bool,
        _ program: @escaping @Sendable () throws -> Int
    ) -> Double {
        var options = ExplorationOptions()
        options.strategy = strategy
        options.depth = depth
        options.seed = 5
        let report = Explorer(options, on: Fibers(), isCorrect: { _ in true }, program: program)
            .run(within: Budget(.seconds(60), executions: executions))
        let bugs = report.outcomes.filter { isBug($0.ending) }.reduce(0) { $0 + $1.executions }
        return Double(bugs) / Double(report.executions)
    }

    /// The other thread has to come between the first's two steps, and the first again between the other's: two
    /// preemptions, of either thread one.
    @Test func `by pct meets a bug of depth 3 as often as the paper promises`() {
        let program = { @Sendable () -> Int in
            let (first, second) = (Shared(0), Shared(0))
            let seen = Shared(0)
            try runAll([
                {
                    try first.write(1)
                    if try second.read() == 1 { try seen.write(1) }
                    try first.write(2)
                },
                {
                    if try first.read() == 1 {
                        try second.write(1)
                        if try first.read() == 2 { return }
                        try second.write(0)
                        if try seen.read() == 1 { try seen.write(2) }
                    }
                },
            ])
            return seen.finalValue
        }
        // At most 9 steps of 2 threads beside the main one: 1 / (n k^(d-1)).
        let promised = 1.0 / (3 * 9 * 9)
        #expect(share(of: .pct, executions: 20_000, where: { $0 == .completed(2) }, program) >= promised)
        // Without a second change of priorities it cannot be met.
        #expect(share(of: .pct, depth: 1, executions: 2_000, where: { $0 == .completed(2) }, program) == 0)
    }

    /// Two threads, two steps each: six orders. A walk goes by threads, not by orders: whoever is left alone has no choice.
    @Test func `at random chooses each thread that can act equally often`() {
        let program = { @Sendable () -> Int in
            let (step, order) = (Shared(0), Order())
            try runAll(
                (0..<2).map { thread in
                    {
                        for _ in 0..<2 {
                            try step.write(thread)
                            order.number = order.number * 2 + thread
                        }
                    }
                })
            return order.number
        }
        // 0011 and 1100 need two equal choices, the others three.
        for (order, probability) in [0b0011: 0.25, 0b1100: 0.25, 0b0101: 0.125, 0b0110: 0.125, 0b1001: 0.125]
        {
            let share = share(of: .random, executions: 8_000, where: { $0 == .completed(order) }, program)
            #expect(abs(share - probability) < 0.03, "\(order): \(share)")
        }
    }
}

/// Who came when, in plain memory: an execution stays on one thread, and to note it is no step.
private final class Order: @unchecked Sendable {
    var number = 0
}
