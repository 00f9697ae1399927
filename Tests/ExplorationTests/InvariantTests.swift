import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import Threading

@Suite struct `an invariant` {
    /// Money goes from one account to the other, with a moment between in which it is nowhere.
    @Sendable private static func transfer() throws -> Int {
        let accounts = [Shared(50, name: "giro"), Shared(50, name: "savings")]
        invariant("no money is lost") { try accounts.reduce(0) { try $0 + $1.read() } == 100 }
        let teller = Thread(name: "teller") {
            try accounts[0].write(accounts[0].read() - 10)
            try accounts[1].write(accounts[1].read() + 10)
        }
        try teller.start()
        try teller.join()
        return 0
    }

    @Test(arguments: StrategyName.allCases)
    func `is looked at after every step, by whichever strategy`(strategy: StrategyName) throws {
        let report = explore(strategy, maxExecutions: 20, Self.transfer)
        #expect(report.verdict == .failed)
        let wrong = try #require(report.outcomes.first)
        guard report.outcomes.count == 1, case .failed(let failure) = wrong.ending else {
            Issue.record("\(report.outcomes.map(\.ending))")
            return
        }
        #expect(failure.error == "The invariant \"no money is lost\" does not hold.")
        #expect(failure.isViolation && failure.threadName == "teller")
        // It has read and written the first account, and no more.
        #expect(wrong.schedule.steps.map(\.thread) == [1, 1])
    }

    @Test func `comes again along the schedule`() throws {
        let explorer = Explorer(
            on: Fibers(), isCorrect: { $0.isWhole && $0 == .completed(0) }, program: Self.transfer)
        let wrong = try #require(explorer.run().outcomes.first)
        let replay = try explorer.replay(wrong.schedule)
        #expect(replay.ending == wrong.ending)
        #expect(
            replay.story.contains("After a step of teller: The invariant \"no money is lost\" does not hold.")
        )
    }

    /// The two writes commute, so that a reduced search would try one of their orders.
    @Test func `sees the order of steps that commute`() {
        let program = { @Sendable () throws -> Int in
            let (first, second) = (Shared(0), Shared(0))
            invariant("the first is not alone") { try first.read() == 0 || second.read() == 1 }
            try runAll([{ try first.write(1) }, { try second.write(1) }])
            return 0
        }
        let report = explore(.exhaustive, program)
        #expect(report.verdict == .failed && report.isComplete)
        #expect(report.outcomes.count == 2)
        #expect(report.endSet == explore(.bruteForce, program).endSet)
    }

    @Test(arguments: [true, false])
    func `is proved where it holds, and only there`(isLocked: Bool) {
        let report = explore {
            let lock = Lock()
            let inside = Atomic(0)
            invariant("one at a time") { try inside.load() <= 1 }
            let visit = { @Sendable () throws -> Void in
                try inside.wrappingAdd(1)
                try inside.wrappingAdd(-1)
            }
            try runAll(
                Array(repeating: { if isLocked { try lock.withLock(visit) } else { try visit() } }, count: 2))
            return 0
        }
        #expect(report.verdict == (isLocked ? .proved : .failed) && report.isComplete)
    }

    @Test func `is looked at in the first state and in the last`() {
        let first = explore {
            let value = Shared(1)
            invariant("it is 0") { try value.read() == 0 }
            try value.write(0)
            return 0
        }
        #expect(first.verdict == .failed && first.outcomes.first?.schedule.steps.isEmpty == true)
        let last = explore {
            let value = Shared(0)
            invariant("it is 0") { try value.read() == 0 }
            try value.write(1)
            return 0
        }
        #expect(last.verdict == .failed && last.outcomes.first?.schedule.steps.count == 1)
    }

    @Test func `may look at threads, whose ends are steps then`() {
        let report = explore {
            let done = Shared(false)
            let worker = Thread { try done.write(true) }
            invariant("who has done its work is gone") { try !(done.read() && worker.isAlive) }
            try worker.start()
            try worker.join()
            return 0
        }
        #expect(report.verdict == .failed)
        #expect(report.outcomes.first?.schedule.choices.noticesEnds == true)
    }

    @Test func `that ends with an error does not hold`() {
        let report = explore {
            let value = Shared(0)
            invariant("nobody knows") { throw Unknown() }
            try value.write(1)
            return 0
        }
        guard case .failed(let failure) = report.outcomes.first?.ending else {
            Issue.record("\(report)")
            return
        }
        #expect(failure.error.contains("\"nobody knows\" ended with an error: Unknown()"))
    }

    private struct Unknown: Error {}

    @Test(arguments: Deed.allCases)
    func `that does more than look claims nothing`(deed: Deed) {
        let report = explore {
            let (value, lock, event) = (Shared(0, name: "value"), Lock(name: "lock"), Event(name: "event"))
            invariant("it meddles") {
                switch deed {
                case .writes: try value.write(2)
                case .acquires: try lock.acquire()
                case .sets: event.set()
                case .waits: try event.wait()
                case .starts: try Thread(name: "another") {}.start()
                case .sleeps: try sleep(for: .seconds(1))
                }
                return true
            }
            try value.write(1)
            return 0
        }
        #expect(report.error == "The invariant \"it meddles\" would \(deed.rawValue), but may only look.")
        #expect(report.verdict == .budgetExhausted && report.outcomes.isEmpty)
    }

    enum Deed: String, CaseIterable {
        case writes = "write value"
        case acquires = "acquire lock"
        case sets = "set event"
        case waits = "wait event"
        case starts = "start another"
        case sleeps = "sleep"
    }

    @Test func `holds for one execution, and concerns no other`() {
        // Each execution has one of its own, on objects of its own.
        let report = explore {
            let value = Shared(0)
            invariant("it is small") { try value.read() < 3 }
            try runAll(Array(repeating: { try value.write(value.read() + 1) }, count: 2))
            return value.finalValue
        }
        #expect(report.verdict == .proved && report.executions == 6)
        #expect(report.endSet == [.completed(1), .completed(2)])
    }

    @Test func `is not looked at where others act meanwhile`() throws {
        for engine in EngineUnderTest.allCases where engine != .simulation {
            let value = try engine.run {
                let value = Shared(0)
                invariant("it is 0") { try value.read() == 0 }
                try value.write(1)
                return value.finalValue
            }
            #expect(value == 1)
        }
    }
}
