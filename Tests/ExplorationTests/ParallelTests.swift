import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// One exhaustive search, shared by several threads.
@Suite struct `a search by several workers` {
    @Test(arguments: [1, 2, 3, 5])
    func `makes each execution once`(workers: Int) {
        let updates = explore(workers: workers) { try lostUpdates(4) }
        #expect(updates.verdict == .proved)
        #expect(updates.executions == 576)
        #expect(updates.classes == 576)
        #expect(updates.redundant == 0)
        let sections = explore(workers: workers) { () -> Int in
            let (lock, count) = (Lock(), Shared(0))
            let section = { @Sendable in try lock.withLock { try count.write(count.read() + 1) } }
            try runAll(Array(repeating: { for _ in 0..<3 { try section() } }, count: 3))
            return count.finalValue
        }
        #expect(sections.executions == 1680)
        #expect(sections.endSet == [.completed(9)])
    }

    @Test func `exhausts five lost updates`() {
        let report = explore(workers: 2) { try lostUpdates(5) }
        #expect(report.verdict == .proved)
        #expect(report.executions == 14_400)
        #expect(report.classes == 14_400)
    }

    @Test func `finds in random programs what one finds`() {
        for seed in Survey.first..<Survey.first + UInt64(Survey.count / 2) {
            let program = RandomProgram(seed: seed)
            let alone = explore(maxExecutions: 20_000, program.run)
            guard alone.isComplete else { continue }
            let shared = explore(workers: 3, program.run)
            #expect(shared.ends == alone.ends, "seed \(seed):\n\(program)")
            #expect(shared.executions == alone.executions, "seed \(seed)")
            #expect(shared.classes == alone.classes, "seed \(seed)")
            #expect(shared.redundant == alone.redundant, "seed \(seed)")
        }
    }

    @Test func `stops all of them at its budget, and claims no more than it has seen`() {
        let report = explore(workers: 3, maxExecutions: 500) { try lostUpdates(4) }
        #expect(report.executions == 500)
        #expect(!report.isComplete)
        #expect(report.verdict == .budgetExhausted)
    }

    @Test func `finds out with any worker that ends are choices`() {
        let report = explore(workers: 3) { () -> [Bool] in
            let (first, second) = (Shared(0), Shared(0))
            let threads = [first, second].map { variable in
                Thread { for step in 0..<3 { try variable.write(step) } }
            }
            for thread in threads { try thread.start() }
            let looks = threads.map(\.isAlive)
            for thread in threads { try thread.join() }
            return looks
        }
        #expect(report.verdict == .proved)
        #expect(report.outcomes.count == 4)
    }
}
