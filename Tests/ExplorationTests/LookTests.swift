import Exploration
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// Whatever reads an object's state that another thread may change meanwhile is an action, so that the other can come first.
@Suite struct `a look` {
    @Test(arguments: StrategyName.allCases)
    func `at who holds a lock can come after somebody else has let it go`(strategy: StrategyName) {
        let report = explore(strategy, maxExecutions: 2_000, seeksCauses: false) { () throws -> String in
            let (lock, other) = (Lock(), Shared(0))
            let condition = Condition(lock)
            let refused = Shared("notified")
            try runAll([
                {
                    try lock.acquire()
                    _ = try other.read()
                    do { try condition.notify() } catch ConditionError.lockNotHeld {
                        try refused.write("refused")
                    }
                },
                { try? lock.release() },
            ])
            return refused.finalValue
        }
        #expect(report.endSet == [.completed("notified"), .completed("refused")])
    }

    @Test(arguments: StrategyName.allCases)
    func `at a final value can come before a thread that nobody has joined writes`(strategy: StrategyName) {
        let report = explore(strategy, maxExecutions: 2_000, seeksCauses: false) { () throws -> Int in
            let (value, other) = (Shared(0), Shared(0))
            let thread = Thread { try value.write(1) }
            try thread.start()
            try other.write(1)
            let seen = value.finalValue
            try thread.join()
            return seen
        }
        #expect(report.endSet == [.completed(0), .completed(1)])
    }

    /// It finds a thread or not, and who finds none has looked at nothing that the start could come before.
    @Test func `at all threads beside one who starts another is no proof, but by brute force`() {
        let program = { @Sendable () throws -> Int in
            let starter = Thread {
                let child = Thread {}
                try child.start()
                try child.join()
            }
            try starter.start()
            let count = Thread.activeCount
            try starter.join()
            return count
        }
        let (reduced, all) = (explore(.exhaustive, program), explore(.bruteForce, program))
        #expect(all.verdict == .proved, "\(all.endSet)")
        #expect(all.endSet == [.completed(1), .completed(2), .completed(3)], "\(all.endSet)")
        #expect(reduced.verdict == .bounded && reduced.endSet.isSubset(of: all.endSet))
        #expect(reduced.bounds.contains { $0.contains("activeCount") })
    }

    @Test func `at all threads by whoever starts them is a proof`() {
        let report = explore(.exhaustive) { () throws -> Int in
            let threads = (0..<2).map { _ in Thread {} }
            for thread in threads { try thread.start() }
            let count = Thread.activeCount
            for thread in threads { try thread.join() }
            return count
        }
        #expect(report.verdict == .proved)
        #expect(report.endSet == [.completed(1), .completed(2), .completed(3)])
    }

    @Test func `at a final value costs no step once all are joined`() {
        let program = { @Sendable (looks: Int) -> @Sendable () throws -> Int in
            {
                let value = Shared(0)
                try runAll(Array(repeating: { try value.write(value.read() + 1) }, count: 2))
                for _ in 1..<looks { _ = value.finalValue }
                return value.finalValue
            }
        }
        let (one, ten) = (explore(.exhaustive, program(1)), explore(.exhaustive, program(10)))
        #expect(one.steps == ten.steps && one.executions == ten.executions)
    }

    @Test func `at a final value counts a thread that is joined twice once`() {
        let report = explore(.exhaustive) { () throws -> Int in
            let value = Shared(0)
            let (first, second) = (Thread {}, Thread { try value.write(1) })
            try first.start()
            try second.start()
            try first.join()
            try first.join()
            return value.finalValue
        }
        #expect(report.endSet == [.completed(0), .completed(1)])
    }
}
