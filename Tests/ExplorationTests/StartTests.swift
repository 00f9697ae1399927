import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// When a thread was started is a choice as soon as anybody can tell.
@Suite struct `a start` {
    /// Two threads act on a third; what each of them sees.
    private func explore(
        _ strategy: StrategyName, _ first: @escaping @Sendable (Thread) throws -> Bool,
        _ second: @escaping @Sendable (Thread) throws -> Bool
    ) -> ExplorationReport<[Bool]> {
        LockstepTestKit.explore(strategy) {
            let child = Thread {}
            let seen = [Shared(false), Shared(false)]
            try runAll([{ try seen[0].write(first(child)) }, { try seen[1].write(second(child)) }])
            return seen.map(\.finalValue)
        }
    }

    @Sendable private static func start(_ child: Thread) throws -> Bool { (try? child.start()) != nil }
    @Sendable private static func join(_ child: Thread) throws -> Bool { (try? child.join()) != nil }

    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `by either of two starters may be the one that is refused`(strategy: StrategyName) {
        let report = explore(strategy, Self.start, Self.start)
        #expect(report.endSet == [.completed([true, false]), .completed([false, true])])
        #expect(report.verdict == .proved)
    }

    @Test(arguments: [StrategyName.exhaustive, .bruteForce])
    func `may come after a join, which is refused then`(strategy: StrategyName) {
        let report = explore(strategy, Self.start, Self.join)
        #expect(report.endSet == [.completed([true, true]), .completed([true, false])])
    }

    /// Each of these comes after the start in every execution: no need to look for others.
    @Test(arguments: [0, 1, 2, 3])
    func `is no choice where all who join come after it`(kind: Int) {
        let report = LockstepTestKit.explore { () -> Int in
            let child = Thread {}
            switch kind {
            case 0:
                try child.start()
                try child.join()
            case 1:
                // Its own starter's later child.
                try child.start()
                try runAll([{ try child.join() }])
            case 2:
                // A grandchild of its starter's.
                try child.start()
                try runAll([{ try runAll([{ try child.join() }]) }])
            default:
                // Whoever has joined its starter.
                try runAll([{ try child.start() }])
                try child.join()
            }
            return 0
        }
        #expect(report.verdict == .proved && report.executions == 1)
        #expect(report.outcomes.first?.schedule.choices.noticesEnds == false)
    }

    @Test func `is one where an elder sibling joins a younger`() {
        let report = LockstepTestKit.explore { () -> Bool in
            let younger = Thread {}
            let seen = Shared(false)
            let elder = Thread { try seen.write(Self.join(younger)) }
            try elder.start()
            try younger.start()
            try elder.join()
            return seen.finalValue
        }
        #expect(report.endSet == [.completed(true), .completed(false)])
    }
}
