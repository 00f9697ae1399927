import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// A program may end in more ways than anybody wants to read. What is listed is bounded, what is claimed is not.
@Suite struct `an exploration with more ends than are listed` {
    /// Five threads, each of which puts its number at the end: 120 orders.
    @Sendable static func orders() throws -> Int {
        let order = Shared(0)
        let lock = Lock()
        try runAll(
            (1...5).map { number in
                { try lock.withLock { try order.write(order.read() * 10 + number) } }
            })
        return order.finalValue
    }

    private func explore(
        atMost limit: Int, workers: Int = 1, isCorrect: @escaping @Sendable (Int) -> Bool
    ) -> (report: ExplorationReport<Int>, cuts: [String]) {
        var options = ExplorationOptions()
        options.outcomeLimit = limit
        options.workers = workers
        options.soloTime = .zero
        let budget = Budget(.seconds(60))
        let report = Explorer(
            options, on: Fibers(),
            isCorrect: { ending in if case .completed(let order) = ending { isCorrect(order) } else { false }
            },
            program: Self.orders
        ).run(within: budget)
        return (report, budget.cuts.map(\.sentence))
    }

    @Test(arguments: [1, 3])
    func `counts every execution, listed or not`(workers: Int) {
        let (report, cuts) = explore(atMost: 100, workers: workers) { _ in true }
        #expect(report.verdict == .proved)
        #expect(report.executions == 120)
        #expect(report.outcomes.count == 100)
        #expect(report.unlisted == 20)
        #expect(report.outcomes.reduce(report.unlisted) { $0 + $1.executions } == report.executions)
        #expect(
            cuts == ["More ends were found than the 100 that are listed; 20 executions came to the others."])
    }

    @Test func `lists all if there is just room for them`() {
        let (report, cuts) = explore(atMost: 120) { _ in true }
        #expect((report.outcomes.count, report.unlisted) == (120, 0))
        #expect(cuts.isEmpty)
    }

    @Test(arguments: [1, 3], [1, 3, 24])
    func `lists wrong ends before right ones, whenever they are found`(workers: Int, limit: Int) {
        let (report, _) = explore(atMost: limit, workers: workers) { $0 / 10_000 != 5 }
        #expect(report.verdict == .failed)
        #expect(report.outcomes.count == limit)
        #expect(report.outcomes.allSatisfy { $0.isCorrect == false })
        #expect(report.unlisted == 120 - limit)
    }

    @Test func `fails for a wrong end that is not listed among wrong ends`() {
        let (report, _) = explore(atMost: 1) { _ in false }
        #expect(report.verdict == .failed)
        #expect(report.unlisted == 119)
    }

    @Test(arguments: [0, 1, 30, 120, 200])
    func `is told on the way with fewer ends, the wrong ones first`(limit: Int) {
        let (report, _) = explore(atMost: 1_000) { $0 % 10 != 1 }
        let places = report.places(ofAtMost: limit)
        let listing = report.listing(places)
        #expect(listing.outcomes.count == min(limit, 120))
        #expect(listing.outcomes.count { $0.isCorrect == false } == min(limit, 24))
        #expect(listing.outcomes.reduce(listing.unlisted) { $0 + $1.executions } == 120)
        #expect(places == places.sorted())
    }
}
