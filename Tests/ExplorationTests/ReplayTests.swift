import Events
import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import Threading
import Tracing

/// What somebody does with a report: reads it, has a test fail by it, and sees an end happen.
@Suite struct `a report` {
    private static func explorer(of count: Int) -> Explorer<Int> {
        Explorer(on: Fibers(), isCorrect: { $0 == .completed(count) }) {
            let value = Shared(0, name: "value")
            try runAll(Array(repeating: { try value.write(value.read() + 1) }, count: 2))
            return value.finalValue
        }
    }

    @Test func `has each of its ends happen again, with its trace and its story`() throws {
        let explorer = Self.explorer(of: 2)
        let report = explorer.run()
        #expect(report.outcomes.count == 2)
        for outcome in report.outcomes {
            for _ in 0..<3 {
                let replay = try explorer.replay(outcome.schedule)
                #expect(replay.ending == outcome.ending)
                #expect(replay.trace.events.count { $0.action == .write } == 2)
                #expect(replay.story.contains("write value"))
                #expect(replay.story.hasSuffix(outcome.ending == .completed(2) ? "so: 2.\n" : "so: 1.\n"))
            }
        }
        let pass = try #require(report.outcomes.first { $0.isCorrect == false }?.nearestPass)
        #expect(try explorer.replay(Schedule(pass.schedule)).ending == .completed(2))
    }

    /// One of three fails, whichever comes last, and where it does the schedule is simplest is another matter than where it
    /// did first.
    @Test(arguments: StrategyName.allCases)
    func `names the thread that fails in the schedule that it gives`(strategy: StrategyName) throws {
        struct Late: Error {}
        var options = ExplorationOptions()
        options.strategy = strategy
        let explorer = Explorer(options, on: Fibers(), isCorrect: { _ in false }) { () throws -> Int in
            let count = Shared(0)
            try runAll(
                (0..<3).map { _ in
                    {
                        try count.write(count.read() + 1)
                        if try count.read() == 3 { throw Late() }
                    }
                })
            return count.finalValue
        }
        let report = explorer.run(within: Budget(.seconds(60), executions: 500))
        let failures = report.outcomes.filter { $0.ending == .uncaught(Late()) }
        #expect(failures.count == 1)
        for outcome in failures {
            let again = try explorer.replay(outcome.schedule).ending
            #expect("\(again)" == "\(outcome.ending)")
        }
    }

    @Test func `refuses a schedule of another program`() throws {
        let schedule = try Schedule("1f.1x9")
        let error = #expect(throws: ScheduleMisfit.self) { try Self.explorer(of: 2).replay(schedule) }
        #expect(error?.description.hasPrefix("The schedule does not fit the program: its step ") == true)
    }

    @Test func `fails a test with its story, and lets it pass if it is proved`() throws {
        let error = #expect(throws: Unverified.self) { try Self.explorer(of: 2).run().verify() }
        let story = error?.description ?? ""
        #expect(story.hasPrefix("failed, after 4 executions of 4 classes, which are all.\n"), "\(story)")
        #expect(story.contains("It can end so: 1. 2 executions did.\n  schedule 1f."), "\(story)")
        #expect(story.contains("It goes wrong at step "))
        let fixed = explore(.exhaustive) { () throws -> Int in
            let (value, lock) = (Shared(0), Lock())
            try runAll(
                Array(repeating: { try lock.withLock { try value.write(value.read() + 1) } }, count: 2))
            return value.finalValue
        }
        try fixed.verify()
    }

    @Test(arguments: StrategyName.allCases)
    func `ends with the first end that is wrong, if that is wanted`(strategy: StrategyName) {
        var options = ExplorationOptions()
        options.strategy = strategy
        options.stopsAtFirstFailure = true
        let report = Explorer(options, on: Fibers(), isCorrect: { _ in false }) { () throws -> Int in
            let value = Shared(0)
            try runAll(Array(repeating: { try value.write(value.read() + 1) }, count: 4))
            return value.finalValue
        }.run(within: Budget(.seconds(60), executions: 1_000))
        #expect(report.verdict == .failed)
        #expect(report.executions == 1)
        #expect(!report.isComplete)
    }

    @Test(arguments: [Verdict.proved, .bounded, .sampled, .budgetExhausted])
    func `is held to what is asked of it`(claim: Verdict) {
        let order: [Verdict] = [.proved, .bounded, .sampled, .budgetExhausted, .failed]
        for (place, verdict) in order.enumerated() {
            var report = ExplorationReport<Int>()
            report.verdict = verdict
            let isEnough = place <= order.firstIndex(of: claim) ?? 0
            #expect((try? report.verify(claim)) != nil || !isEnough, "\(verdict)")
            if !isEnough { #expect(throws: Unverified.self) { try report.verify(claim) } }
            report.error = "It could not go on."
            #expect(throws: Unverified.self) { try report.verify(claim) }
        }
    }
}
