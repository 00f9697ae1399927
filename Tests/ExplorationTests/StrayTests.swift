import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// Objects that were made outside of the program: an execution finds them as the one before has left them.
@Suite struct `a program that acts on an object from outside` {
    /// Explores it, and expects that nothing is claimed but what the object is called.
    private func expectRefusal(
        _ name: String, strategy: StrategyName = .exhaustive,
        _ sourceLocation: SourceLocation = #_sourceLocation,
        of program: @escaping @Sendable () throws -> Int
    ) {
        var options = ExplorationOptions()
        options.strategy = strategy
        let report = Explorer(options, on: Fibers(), isCorrect: { _ in true }, program: program)
            .run(within: Budget(.seconds(60), executions: 1_000))
        #expect(report.error?.contains(" \(name)") == true, "\(report)", sourceLocation: sourceLocation)
        #expect(report.error?.contains("Make it inside the program") == true, sourceLocation: sourceLocation)
        #expect(report.executions <= 1, sourceLocation: sourceLocation)
        #expect(report.verdict == .budgetExhausted && !report.isComplete, sourceLocation: sourceLocation)
    }

    @Test(arguments: StrategyName.allCases)
    func `is not explored, by whichever strategy`(strategy: StrategyName) {
        let count = Shared(0, name: "count")
        expectRefusal("count", strategy: strategy) {
            try runAll(Array(repeating: { try count.write(count.read() + 1) }, count: 2))
            return 0
        }
    }

    /// Whoever waits for it would wait for a thread that no engine carries.
    @Test func `is not left waiting for it`() throws {
        let lock = Lock(name: "gate")
        try lock.acquire()
        expectRefusal("gate") {
            try lock.acquire()
            return 0
        }
        #expect(lock.isLocked)
    }

    @Test func `may do anything to it`() throws {
        let (event, value, condition) = (
            Event(name: "flag"), Shared(0, name: "value"), Condition(name: "news")
        )
        let (semaphore, barrier) = (
            try Semaphore(1, name: "permits"), try Barrier(1, name: "meeting")
        )
        let (queue, future) = (Queue<Int>(name: "jobs"), Future<Int>(name: "answer"))
        let thread = Thread(name: "other") {}
        expectRefusal("flag") { event.isSet ? 1 : 0 }
        expectRefusal("flag") {
            event.set()
            return 0
        }
        // It can be ended although nothing in it can throw.
        expectRefusal("flag") {
            while !event.isSet {}
            return 0
        }
        expectRefusal("value") { value.finalValue }
        expectRefusal("news") { try condition.withLock { 0 } }
        expectRefusal("permits") { try semaphore.acquire() ? 1 : 0 }
        expectRefusal("meeting") { try barrier.wait() }
        expectRefusal("jobs") {
            try queue.put(1)
            return 0
        }
        expectRefusal("answer") { try future.result() }
        expectRefusal("other") {
            try thread.start()
            return 0
        }
        expectRefusal("other") { thread.isAlive ? 1 : 0 }
    }

    /// It is made when somebody first asks for it, and that is in the first execution.
    @Test func `is found out when it is made in an earlier execution`() {
        expectRefusal("late") {
            try Late.value.write(Late.value.read() + 1)
            return 0
        }
    }

    private enum Late {
        static let value = Shared(0, name: "late")
    }

    /// Each would let its own main thread in.
    @Test(arguments: [EngineUnderTest.green, .simulation])
    func `fails in a run as well, by the name of what it is`(engine: EngineUnderTest) throws {
        let lock = RLock(name: "mine")
        let (end, _) = try engine.watch { try lock.acquire() }
        guard case .stray(let what) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(what.hasPrefix("MainThread would acquire mine (ExplorationTests/StrayTests.swift:"))
    }

    @Test func `is explored if it makes it itself, for each execution anew`() {
        let report = Explorer(on: Fibers(), isCorrect: { _ in true }) { () throws -> Int in
            let count = Shared(0)
            try runAll(Array(repeating: { try count.write(count.read() + 1) }, count: 2))
            return count.finalValue
        }.run()
        #expect(report.error == nil && report.verdict == .proved && report.endSet.count == 2)
    }
}
