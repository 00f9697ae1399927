import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// Programs whose classes of executions can be counted by hand.
@Suite struct `the number of executions` {
    @Test(arguments: [(2, 4, 6), (3, 36, 90), (4, 576, 2520 * 45)])
    func `of lost updates is that of the classes, and by brute force that of the interleavings`(
        threads: Int, classes: Int, interleavings: Int
    ) {
        let reduced = explore { try lostUpdates(threads) }
        #expect(reduced.verdict == .proved)
        #expect(reduced.executions == classes)
        #expect(reduced.classes == classes)
        #expect(reduced.redundant == 0)
        #expect(Set(reduced.ends.keys) == Set((1...threads).map { .completed($0) }))
        if threads > 3 { return }
        let all = explore(.bruteForce) { try lostUpdates(threads) }
        #expect(all.executions == interleavings)
        #expect(all.classes == classes)
        #expect(all.endSet == reduced.endSet)
    }

    @Test(arguments: [(2, 1, 2), (2, 2, 6), (2, 3, 20), (3, 1, 6), (3, 2, 90), (3, 3, 1680)])
    func `of sections on one lock is the number of their orders`(threads: Int, sections: Int, classes: Int) {
        let report = explore { () -> Int in
            let (lock, count) = (Lock(), Shared(0))
            try runAll(
                Array(
                    repeating: {
                        for _ in 0..<sections { try lock.withLock { try count.write(count.read() + 1) } }
                    }, count: threads))
            return count.finalValue
        }
        #expect(report.verdict == .proved)
        #expect(report.executions == classes)
        #expect(report.classes == classes)
        #expect(report.redundant == 0)
        #expect(report.endSet == [.completed(threads * sections)])
    }

    @Test(arguments: 1...6)
    func `of one writer and readers is two for each reader`(readers: Int) {
        let report = explore { () -> [Int] in
            let variable = Shared(0)
            let results = (0..<readers).map { _ in Shared(-1) }
            try runAll(
                [{ @Sendable in try variable.write(1) }]
                    + results.map { result in { @Sendable in try result.write(variable.read()) } })
            return results.map(\.finalValue)
        }
        #expect(report.executions == 1 << readers)
        #expect(report.redundant == 0)
        #expect(report.outcomes.count == 1 << readers)
    }

    @Test func `of independent threads is one`() {
        let report = explore { () -> Int in
            try runAll(
                (0..<4).map { number in
                    let variable = Shared(number)
                    return { for _ in 0..<3 { try variable.write(variable.read() + 1) } }
                })
            return 0
        }
        #expect(report.executions == 1)
        #expect(report.verdict == .proved)
    }
}

/// Threads that each read a variable and write one more.
@Sendable func lostUpdates(_ threads: Int) throws -> Int {
    let count = Shared(0)
    try runAll(Array(repeating: { try count.write(count.read() + 1) }, count: threads))
    return count.finalValue
}
