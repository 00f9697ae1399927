import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import ThreadEngine
import Threading

/// A program of which a thread ends with an error has failed, though its main thread returns.
@Suite struct `an error that leaves a thread` {
    struct Wrong: Error, CustomStringConvertible {
        let description: String
    }

    @Sendable static func one() throws -> Int {
        let thread = Thread(name: "worker") { throw Wrong(description: "no such egg") }
        try thread.start()
        try thread.join()
        return 0
    }

    private static func engines() -> [any RunEngine] {
        let settings = SimulationSettings(threadLimit: 100, eventLimit: 1_000, seed: 1, clock: .virtual)
        return [
            ThreadEngine(threadLimit: 100, eventLimit: 1_000, seed: 1),
            FiberEngine(SimulationSettings(threadLimit: 100, eventLimit: 1_000, seed: 1, clock: .wall)),
            FiberEngine(settings, scheduler: SimulationScheduler(then: .straight)),
        ]
    }

    private func ending(
        _ program: @escaping @Sendable () throws -> Int, on engine: any RunEngine
    ) -> Ending<Int> {
        defer { _ = engine.trace() }
        return Executor(program).execute(on: engine, within: Budget(.seconds(60))).ending
    }

    @Test func `fails the program on every engine, and says which thread it left`() {
        for engine in Self.engines() {
            guard case .failed(let failure) = ending(Self.one, on: engine) else {
                Issue.record("not failed on \(type(of: engine))")
                continue
            }
            #expect(failure.error == "no such egg")
            #expect(failure.threadName == "worker" && failure.thread == 1)
            #expect(failure.description == "worker ended with an error that nobody caught: no such egg")
        }
    }

    @Test(arguments: StrategyName.allCases)
    func `refutes it in every strategy`(strategy: StrategyName) {
        let report = explore(strategy, maxExecutions: 20, Self.one)
        #expect(report.verdict == .failed)
        #expect(report.outcomes.count == 1)
    }

    @Test func `matters only in the schedules in which it is thrown`() {
        let program = { @Sendable () throws -> Int in
            let flag = Shared(0)
            let checker = Thread(name: "checker") {
                if try flag.read() == 1 { throw Wrong(description: "the flag is up") }
            }
            try runAll([
                { try flag.write(1) },
                {
                    try checker.start(); try checker.join()
                },
            ])
            return 0
        }
        let report = explore(.exhaustive, program)
        #expect(report.verdict == .failed)
        #expect(
            report.endSet == [.completed(0), .failed(Failure("the flag is up", thread: 5, named: "checker"))])
        #expect(report.endSet == explore(.bruteForce, program).endSet)
    }

    @Test func `of several that commute, is the same whoever goes first`() {
        let report = explore { () throws -> Int in
            try runAll(["b", "a", "c"].map { text in { @Sendable in throw Wrong(description: text) } })
            return 0
        }
        #expect(report.endSet == [.failed(Failure("a", thread: 1, named: ""))])
        #expect(report.outcomes.first?.executions == report.executions)
    }

    @Test func `is not confused with the main thread's own`() {
        let program = { @Sendable () throws -> Int in
            let thread = Thread { throw Wrong(description: "x") }
            try thread.start()
            try thread.join()
            throw Wrong(description: "x")
        }
        #expect(explore(.exhaustive, program).endSet == [.failed(Failure("x"))])
        #expect(Failure("x") != Failure("x", thread: 1, named: "Thread-1"))
    }

    @Test func `is none if it is the interruption that unwinds it`() {
        for engine in Self.engines() {
            let end = ending(
                {
                    let lock = Lock()
                    try lock.acquire()
                    let daemon = Thread(daemon: true) { try lock.acquire() }
                    try daemon.start()
                    return 3
                }, on: engine)
            #expect(end == .completed(3))
        }
    }
}
