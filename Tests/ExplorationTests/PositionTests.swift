import Events
import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import ThreadEngine
import Threading
import Tracing

/// A program whose file is only known at run time, as an interpreter's: it says where it is, and that stands in its trace.
@Suite struct `a line that is only known at run time` {
    /// Two sections of a lock, at lines of a file with a name that no Swift file has.
    @Sendable private static func interpret(_ file: String) throws {
        let lock = Lock(name: "lock")
        let thread = Thread {
            Thread.current.position = SourceLine(file: file, line: 7)
            try lock.acquire()
            Thread.current.position = SourceLine(file: file, line: 8)
            try lock.release()
        }
        Thread.current.position = SourceLine(file: file, line: 2)
        try thread.start()
        Thread.current.position = SourceLine(file: file, line: 3)
        try thread.join()
        Thread.current.position = nil
        output("done")
    }

    @Test(arguments: [EngineUnderTest.threads, .green, .simulation])
    func `stands in the trace for the line of Swift`(engine: EngineUnderTest) throws {
        let settings = SimulationSettings(
            threadLimit: 10, eventLimit: 100, seed: 1, clock: engine == .green ? .wall : .virtual)
        let carrier: any RunEngine =
            switch engine {
            case .threads, .free: ThreadEngine(threadLimit: 10, eventLimit: 100, seed: 1)
            case .green: FiberEngine(settings)
            case .simulation: FiberEngine(settings, scheduler: SimulationScheduler(then: .straight))
            }
        // Made here, so that no literal of this file can be taken for it.
        let name = ["learner", "\(UInt8.random(in: 0...9)).py"].joined(separator: "-")
        let executor = Executor { () -> Int in
            try Self.interpret(name)
            return 0
        }
        #expect(executor.execute(on: carrier, within: Budget(.seconds(60))).ending == .completed(0))
        let events = carrier.trace().events
        func sources(of action: Action) -> [String?] {
            events.filter { $0.action == action && $0.phase == .done }.map { $0.source?.description }
        }
        #expect(sources(of: .start).last == "\(name):2")
        #expect(sources(of: .acquire) == ["\(name):7"])
        #expect(sources(of: .release) == ["\(name):8"])
        #expect(sources(of: .join) == ["\(name):3"])
        #expect(sources(of: .output).first??.hasPrefix("ExplorationTests/PositionTests.swift:") == true)
        // What no line of Swift does, no line of the program does either.
        #expect(sources(of: .end).allSatisfy { $0 == nil })
    }

    @Test func `is told where an exploration says what goes wrong`() throws {
        let report = explore { () -> Int in
            let (first, second) = (Lock(name: "A"), Lock(name: "B"))
            let threads = [(first, second), (second, first)].map { one, other in
                Thread {
                    Thread.current.position = SourceLine(file: "forks.py", line: 4)
                    try one.withLock {
                        Thread.current.position = SourceLine(file: "forks.py", line: 5)
                        try other.withLock {}
                    }
                }
            }
            for thread in threads { try thread.start() }
            for thread in threads { try thread.join() }
            return 0
        }
        let deadlock = try #require(report.outcomes.first { $0.ending.isDeadlock })
        let pass = try #require(deadlock.nearestPass)
        #expect(pass.failing.hasSuffix("(forks.py:4)"))
        #expect(pass.passing.hasSuffix("(forks.py:5)"))
    }
}
