import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// What the sampling strategies' papers promise, counted.
@Suite struct `a sample` {
    /// Which part of the executions comes to which end.
    private func shares(
        of strategy: StrategyName, depth: Int = 3, executions: Int,
        _ program: @escaping @Sendable () throws -> Int
    ) -> [Ending<Int>: Double] {
        var options = ExplorationOptions()
        options.strategy = strategy
        options.depth = depth
        options.seed = 5
        let report = Explorer(options, on: Fibers(), isCorrect: { _ in true }, program: program)
            .run(within: Budget(.seconds(60), executions: executions))
        return report.ends.mapValues { Double($0) / Double(report.executions) }
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
        #expect(shares(of: .pct, executions: 20_000, program)[.completed(2), default: 0] >= promised)
        // Without a second change of priorities it cannot be met.
        #expect(shares(of: .pct, depth: 1, executions: 2_000, program)[.completed(2)] == nil)
    }

    /// Two threads, two steps each: six orders.
    @Sendable private static func twoSteps() throws -> Int {
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

    /// A walk goes by threads, not by orders: whoever is left alone has no choice.
    @Test func `at random chooses each thread that can act equally often`() {
        let shares = shares(of: .random, executions: 8_000, Self.twoSteps)
        // 0011 and 1100 need two equal choices, the others three.
        for (order, probability) in [0b0011: 0.25, 0b1100: 0.25, 0b0101: 0.125, 0b0110: 0.125, 0b1001: 0.125]
        {
            let share = shares[.completed(order), default: 0]
            #expect(abs(share - probability) < 0.02, "\(order): \(share)")
        }
    }

    /// Who makes many steps of its own, and then one that the other's only step conflicts with, comes first as rarely as one
    /// of all steps is drawn last. A walk must choose it each time.
    @Test func `by pos meets a race however long a thread's way to it is`() {
        let program = { @Sendable () -> Int in
            let (own, met) = (Shared(0), Shared(0))
            let seen = Order()
            try runAll([
                {
                    for step in 0..<6 { try own.write(step) }
                    try met.write(1)
                },
                { seen.number = try met.read() },
            ])
            return seen.number
        }
        let sampled = shares(of: .pos, executions: 4_000, program)[.completed(1), default: 0]
        #expect(abs(sampled - 1.0 / 8) < 0.02, "\(sampled)")
        let walked = shares(of: .random, executions: 4_000, program)[.completed(1), default: 0]
        #expect(abs(walked - 1.0 / 128) < 0.005, "\(walked)")
    }

    /// Whoever has lost against a step that conflicts with its own has as good a chance as before.
    @Test func `by pos draws anew after a conflict`() {
        let shares = shares(of: .pos, executions: 8_000, Self.twoSteps)
        for (order, probability) in [0b0011: 0.25, 0b0101: 0.125, 0b0110: 0.125, 0b1001: 0.125] {
            let share = shares[.completed(order), default: 0]
            #expect(abs(share - probability) < 0.02, "\(order): \(share)")
        }
    }
}

/// Who came when, in plain memory: an execution stays on one thread, and to note it is no step.
private final class Order: @unchecked Sendable {
    var number = 0
}
