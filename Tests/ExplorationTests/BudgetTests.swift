import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Synchronization
import Testing
import Threading

/// Whatever is explored, and however, the time that was asked for is kept. Each program here would take minutes or for
/// ever. What is asserted is far from what is promised, a fifth of a second: a slow moment of the machine must not fail it.
@Suite struct `an exploration's budget` {
    static let slack = Duration.seconds(5)

    /// Programs that take long in different places.
    enum Subject: String, CaseIterable, CustomTestStringConvertible {
        /// Fifty threads, one of whose executions has hundreds of steps and ten thousand races.
        case crowd
        /// Two hundred and fifty-six wrong ends, for each of which a simpler schedule and the nearest right one are sought.
        case manyWrongEnds
        /// One execution that takes longer than the whole budget.
        case marathon
        /// A deadlock whose nearest pass is many steps away.
        case longWayToDeadlock

        var testDescription: String { rawValue }

        @Sendable func run() throws -> Int {
            switch self {
            case .crowd:
                let count = Shared(0)
                try runAll(
                    Array(
                        repeating: { for _ in 0..<8 { try count.write(count.read() + 1) } }, count: 50))
                return count.finalValue
            case .manyWrongEnds:
                let bits = (0..<8).map { _ in Shared(0) }
                try runAll(
                    bits.flatMap { bit in
                        [{ try bit.write(1) }, { try bit.write(2) }] as [@Sendable () throws -> Void]
                    })
                return bits.reduce(0) { $0 * 2 + $1.finalValue - 1 }
            case .marathon:
                let count = Shared(0)
                try runAll(
                    Array(repeating: { while try count.read() >= 0 { try count.write(1) } }, count: 3))
                return 0
            case .longWayToDeadlock:
                let (first, second) = (Lock(), Lock())
                let steps = Shared(0)
                let body = { @Sendable (one: Lock, other: Lock) throws -> Void in
                    for _ in 0..<300 { try steps.write(1) }
                    try one.withLock { try other.withLock { try steps.write(2) } }
                }
                try runAll([{ try body(first, second) }, { try body(second, first) }])
                return 0
            }
        }
    }

    private func explore(
        _ subject: Subject, _ strategy: StrategyName, workers: Int = 1, within budget: Budget
    ) -> ExplorationReport<Int> {
        var options = ExplorationOptions()
        options.strategy = strategy
        options.workers = workers
        options.seed = 1
        if subject == .marathon { options.stepLimit = 65_000 }
        return Explorer(options, on: Fibers(), isCorrect: { _ in false }, program: subject.run)
            .run(within: budget)
    }

    @Test(arguments: StrategyName.allCases, Subject.allCases)
    func `is kept by every strategy`(strategy: StrategyName, subject: Subject) {
        let start = ContinuousClock.now
        let report = explore(subject, strategy, within: Budget(.milliseconds(200)))
        #expect(ContinuousClock.now - start < .milliseconds(200) + Self.slack)
        #expect(report.error == nil)
        // What was left out is said, unless all was done in time.
        #expect(!report.isComplete || report.cuts.isEmpty || subject != .crowd)
        #expect(report.isComplete || !report.cuts.isEmpty)
    }

    @Test(arguments: StrategyName.allCases, Subject.allCases)
    func `ends when it is cancelled, whatever it is at`(strategy: StrategyName, subject: Subject) throws {
        let budget = Budget(.seconds(600))
        let isCancelled = Mutex<ContinuousClock.Instant?>(nil)
        let canceller = Thread {
            try sleep(for: .milliseconds(100))
            isCancelled.withLock { $0 = .now }
            budget.cancel()
        }
        try canceller.start()
        _ = explore(subject, strategy, within: budget)
        try canceller.join()
        // Some are done before they are cancelled.
        if let start = isCancelled.withLock({ $0 }) { #expect(ContinuousClock.now - start < Self.slack) }
    }

    @Test func `is shared by all workers of a search`() {
        let start = ContinuousClock.now
        let report = explore(.crowd, .exhaustive, workers: 3, within: Budget(.milliseconds(200)))
        #expect(ContinuousClock.now - start < .milliseconds(200) + Self.slack)
        #expect(report.verdict == .failed || report.verdict == .budgetExhausted)
    }

    @Test func `leaves time to explain what is wrong`() throws {
        // The search alone would use up any budget.
        let report = explore(.longWayToDeadlock, .random, within: Budget(.seconds(2)))
        #expect(
            report.outcomes.contains { $0.preemptions == 0 || $0.nearestPass != nil } || !report.cuts.isEmpty)
        #expect(report.cuts.contains { $0.contains("search") })
    }

    @Test func `has parts that end with the whole`() {
        let whole = Budget(.seconds(60), executions: 7)
        let part = whole.part(0.5)
        #expect(part.deadline < whole.deadline)
        #expect(part.executions == 7)
        #expect(whole.part(atMost: .zero).isSpent)
        #expect(!part.isSpent)
        whole.cancel()
        #expect(part.isSpent && part.isCancelled && whole.isSpent)
        part.note(Budget.Cut("this"))
        part.note(Budget.Cut("this"))
        #expect(whole.cuts == [Budget.Cut("this")])
    }

    @Test func `wakes whoever sleeps for its sake, and nobody else`() {
        let budget = Budget()
        let calls = Synchronization.Atomic<Int>(0)
        budget.whileReacting(by: { calls.add(1, ordering: .relaxed) }) {}
        budget.part().whileReacting(by: { calls.add(10, ordering: .relaxed) }) { budget.cancel() }
        #expect(calls.load(ordering: .relaxed) == 10)
        budget.whileReacting(by: { calls.add(100, ordering: .relaxed) }) {}
        #expect(calls.load(ordering: .relaxed) == 110)
    }
}

@Suite struct `rows of bits` {
    @Test(arguments: [1, 36, 64, 65, 130])
    func `keep every bit of every row apart, however long they are`(width: Int) {
        var rows = BitRows(width: width)
        rows.grow(to: 3)
        for row in 0..<3 {
            for bit in 0..<width {
                rows[row, bit] = true
                #expect((0..<3).flatMap { row in (0..<width).filter { rows[row, $0] } } == [bit])
                rows[row, bit] = false
            }
        }
        rows[2, width - 1] = true
        var others = BitRows(width: width)
        others.grow(to: 3)
        others.copyRow(2, from: rows)
        #expect(others[2, width - 1] && !others[1, 0])
    }
}
