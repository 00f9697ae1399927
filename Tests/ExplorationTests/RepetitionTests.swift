import Exploration
import LockstepTestKit
import Scheduling
import Synchronization
import Testing
import Threading

/// What depends on anything but its run cannot be explored; an exploration says so, and claims nothing.
@Suite struct `a program that does not repeat itself` {
    /// In which way it differs from one execution to the next.
    enum Subject: String, CaseIterable, CustomTestStringConvertible {
        /// It comes to something else.
        case outcome
        /// Its threads do something else.
        case action
        /// Other threads act.
        case threads
        /// It does less.
        case shorter
        /// It does more.
        case longer

        var testDescription: String { rawValue }

        func program() -> @Sendable () throws -> Int {
            let runs = Synchronization.Atomic<Int>(0)
            return { [self] in
                let run = runs.add(1, ordering: .relaxed).newValue
                let count = Shared(0)
                switch self {
                case .outcome: return run / 2 % 2
                case .action:
                    try runAll([
                        { try count.write(1) },
                        { if run / 2 % 2 == 0 { _ = try count.read() } else { try count.write(2) } },
                    ])
                case .threads:
                    try runAll(
                        Array(repeating: { try count.write(count.read() + 1) }, count: run % 2 == 1 ? 3 : 2))
                case .shorter:
                    try runAll([
                        { for _ in 0..<3 - run % 3 { try count.write(1) } }, { try count.write(2) },
                    ])
                case .longer:
                    try runAll([{ for _ in 0..<1 + run % 3 { try count.write(1) } }, { try count.write(2) }])
                }
                return 0
            }
        }
    }

    @Test(arguments: Subject.allCases, StrategyName.allCases)
    func `is found out by every strategy`(subject: Subject, strategy: StrategyName) {
        let report = explore(strategy, maxExecutions: 50, seeksCauses: false, subject.program())
        #expect(
            report.error?.hasPrefix("The program does not do the same again") == true, "\(report.verdict)")
        #expect(report.verdict == .budgetExhausted)
        #expect(!report.isComplete)
    }

    @Test(arguments: [0, 1, 2])
    func `is found out within a bound on preemptions`(bound: Int) {
        for subject in Subject.allCases {
            let report = explore(
                preemptionBound: bound, maxExecutions: 50, seeksCauses: false, subject.program())
            #expect(report.error != nil, "\(subject)")
        }
    }

    @Test func `is found out by its coin, every time`() {
        for _ in 0..<20 {
            let report = explore(.exhaustive) { Int.random(in: 0..<2) }
            #expect(report.error != nil)
        }
    }

    @Test(arguments: StrategyName.allCases)
    func `is not confused with one that does`(strategy: StrategyName) {
        let report = explore(strategy, maxExecutions: 300, seeksCauses: false) { () throws -> Int in
            let (lock, other, count) = (Lock(), Lock(), Shared(0))
            try runAll([
                { try lock.withLock { try other.withLock { try count.write(1) } } },
                { try other.withLock { try lock.withLock { try count.write(count.read() + 2) } } },
            ])
            return count.finalValue
        }
        #expect(report.error == nil)
        #expect(report.outcomes.count >= 2)
    }
}
