import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import Threading

/// What a program that loops keeps an exploration from.
@Suite struct `a program that loops` {
    private func explore<Outcome: Hashable & Sendable>(
        _ change: (inout ExplorationOptions) -> Void = { _ in }, within time: Duration = .seconds(60),
        executions: Int = 20_000, isCorrect: @escaping @Sendable (Ending<Outcome>) -> Bool = { _ in true },
        _ program: @escaping @Sendable () throws -> Outcome
    ) -> ExplorationReport<Outcome> {
        var options = ExplorationOptions()
        change(&options)
        return Explorer(options, on: Fibers(), isCorrect: isCorrect, program: program)
            .run(within: Budget(time, executions: executions))
    }

    @Test(arguments: StrategyName.allCases)
    func `through actions that cannot throw is cut, and the exploration goes on`(strategy: StrategyName) {
        let report = explore(
            {
                $0.strategy = strategy
                $0.stepLimit = 100
            }, executions: 1_000
        ) { () throws -> Bool in
            let (event, flag) = (Event(), Shared(false))
            let other = Thread { try flag.write(true) }
            try other.start()
            if try flag.read() { while !event.isSet {} }
            try other.join()
            return try flag.read()
        }
        #expect(report.error == nil)
        #expect(report.endSet == [.completed(true), .cut] || report.verdict == .sampled)
    }

    @Test func `with threads that spin for one another is explored to the end`() {
        let report = explore { () throws -> Int in
            let (isHeld, count) = (Lock(), Shared(0))
            let threads = (0..<2).map { _ in
                Thread {
                    while try !isHeld.tryAcquire() {}
                    try count.write(count.read() + 1)
                    try isHeld.release()
                }
            }
            for thread in threads { try thread.start() }
            for thread in threads { try thread.join() }
            return count.finalValue
        }
        #expect(report.endSet == [.completed(2)])
        #expect(report.error == nil)
    }

    @Test func `is left behind only so often`() {
        let report = explore({
            $0.strategy = .random
            $0.stepLimit = 1
        }) {
            let event = Event()
            while !event.isSet {}
            return 0
        }
        #expect(report.error?.contains("could not be brought to their ends") == true)
    }

    // Its main thread never comes to an action that is a choice.
    @Test func `without an action that is a choice ends when the time is up`() {
        let report = explore(within: .milliseconds(100)) {
            while true { output("on and on") }
            return 0
        }
        #expect(report.verdict == .budgetExhausted)
        #expect(report.executions == 0)
    }

    @Test func `while it sleeps by virtual time sees the sleeper wake`() {
        let report = explore({ $0.clock = .virtual }) {
            let event = Event()
            let other = Thread {
                try sleep(for: .seconds(1))
                event.set()
            }
            try other.start()
            while !event.isSet {}
            try other.join()
            return 0
        }
        #expect(report.endSet == [.completed(0)])
        #expect(report.verdict == .bounded)
    }

    @Test func `does not keep the nearest pass from being found`() {
        let report = explore(isCorrect: { $0 == .completed(1) }) {
            let (flag, count) = (Shared(false), Shared(0))
            let other = Thread {
                try count.write(1)
                try flag.write(true)
            }
            try other.start()
            let seen = try count.read()
            while try !flag.read() {}
            try other.join()
            return seen
        }
        let wrong = report.outcomes.first { $0.ending == .completed(0) }
        #expect(wrong?.nearestPass != nil)
        #expect(report.cuts.isEmpty)
    }

    @Test func `is told with who turns where, and with who was held back`() {
        let report = explore({ $0.stepLimit = 100 }, executions: 500) { () throws -> Bool in
            let (event, flag) = (Event(name: "never"), Shared(false, name: "flag"))
            let other = Thread(name: "other") { while !event.isSet {} }
            try other.start()
            let setter = Thread { try flag.write(true) }
            try setter.start()
            while try !flag.read() {}
            try other.join()
            return true
        }
        #expect(report.endSet == [.cut])
        #expect(
            report.bounds.contains {
                $0 == "An execution was cut after 100 steps, in which these go round: other inspect never."
            })
        #expect(
            report.bounds.contains { $0.hasPrefix("MainThread read flag (ExplorationTests/LoopTests.swift:") }
        )
        #expect(report.bounds.allSatisfy { !$0.contains("write") })
    }

    @Test func `or not is bounded by preemptions if there is a bound, and that is told`() {
        let report = explore({ $0.preemptionBound = 1 }) { 0 }
        #expect(report.bounds == ["Only executions with at most 1 preemptions were tried."])
        #expect(explore { 0 }.bounds.isEmpty)
    }

    @Test func `ten thousand times over one variable costs no more a step than over many`() {
        func time(_ steps: Int) -> Duration {
            let clock = ContinuousClock()
            return clock.measure {
                _ = explore({ $0.stepLimit = 60_000 }) { () throws -> Int in
                    let (variable, other) = (Shared(0), Shared(0))
                    let thread = Thread { for number in 0..<steps { try other.write(number) } }
                    try thread.start()
                    for number in 0..<steps { try variable.write(number) }
                    try thread.join()
                    return variable.finalValue
                }
            }
        }
        // Sixteen times as many steps took 256 times as long.
        let (few, many) = (min(time(1_000), time(1_000)), time(16_000))
        #expect(many < few * 80)
    }
}
