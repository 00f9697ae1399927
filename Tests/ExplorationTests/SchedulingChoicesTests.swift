import Events
import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Testing
import Threading
import Tracing

/// What may happen in an exploration besides what threads do by themselves.
@Suite struct `an exploration also tries` {
    /// What a thread that waits in that way finds.
    private static func finds(_ look: @escaping @Sendable (Condition, Shared<Int>) throws -> Void)
        -> @Sendable ()
        throws -> Int
    {
        {
            let (condition, value, found) = (Condition(), Shared(0), Shared(-1))
            try runAll([
                {
                    try condition.withLock {
                        try look(condition, value); try found.write(value.read())
                    }
                },
                {
                    try condition.withLock {
                        try value.write(1); try condition.notify()
                    }
                },
            ])
            return found.finalValue
        }
    }

    private static let withIf = finds { condition, value in if try value.read() == 0 { try condition.wait() }
    }
    private static let withWhile = finds { condition, value in
        while try value.read() == 0 { try condition.wait() }
    }

    @Test func `a wake-up without a notification, if asked to`() {
        let plain = explore { try Self.withIf() }
        #expect(plain.endSet == [.completed(1)])
        let spurious = explore(spuriousWakeups: 1) { try Self.withIf() }
        #expect(spurious.endSet == [.completed(0), .completed(1)])
        let repaired = explore(spuriousWakeups: 2) { try Self.withWhile() }
        #expect(repaired.verdict == .proved)
        #expect(repaired.endSet == [.completed(1)])
        let without = explore { try Self.withWhile() }
        #expect(repaired.executions > without.executions)
        let all = explore(.bruteForce, spuriousWakeups: 2) { try Self.withWhile() }
        #expect(all.classes == repaired.classes)
    }

    @Test func `a schedule with such a wake-up, which says so and leads there again`() throws {
        let report = explore(spuriousWakeups: 1) { try Self.withIf() }
        let outcome = try #require(report.outcomes.first { $0.ending == .completed(0) })
        #expect(outcome.schedule.description.hasPrefix("1fs1."))
        let again = try Schedule(outcome.schedule.description)
        #expect(again == outcome.schedule)
        #expect(again.choices.spuriousWakeups == 1)
    }

    @Test func `how far a daemon gets before all others have ended`() {
        let steps = Locked<Set<Int>>([])
        let report = explore { () -> Int in
            let (count, other) = (Shared(0), Shared(0))
            let daemon = Thread(daemon: true) {
                defer { _ = steps.withLock { $0.insert(count.finalValue) } }
                for number in 1...2 { try count.write(number) }
            }
            try daemon.start()
            try other.write(1)
            return try count.read()
        }
        #expect(report.verdict == .bounded)
        #expect(report.endSet == [.completed(0), .completed(1), .completed(2)])
        #expect(steps.withLock { $0 } == [0, 1, 2])
    }

    @Test func `and a simulated run may end before or after one more step of a daemon`() throws {
        var isAfter: Set<Bool> = []
        for seed: UInt64 in 0..<20 {
            let engine = FiberEngine(
                SimulationSettings(threadLimit: 4, eventLimit: 100, seed: seed, clock: .virtual),
                scheduler: SimulationScheduler(then: .random(seed: seed)))
            try engine.start {
                let count = Shared(0)
                try Thread(daemon: true) { for number in 1...9 { try count.write(number) } }.start()
            }
            _ = engine.wait(within: Budget(.seconds(10)))
            engine.stop()
            let events = engine.trace().events
            let end = try #require(events.firstIndex { $0.thread == 0 && $0.action == .end })
            isAfter.insert(events[end...].contains { $0.action == .write && $0.phase == .done })
        }
        #expect(isAfter == [true, false])
    }

    @Test func `executions in which a thread waits in a loop, but none in which it does so for ever`() {
        let report = explore { () -> Int in
            let (flag, value) = (Shared(false), Shared(0))
            try runAll([
                { while try !flag.read() {} },
                {
                    try value.write(1); try flag.write(true)
                },
            ])
            return value.finalValue
        }
        // A thread that counts its looks could give up after more of them than were tried.
        #expect(report.verdict == .bounded)
        #expect(report.error == nil)
        #expect(report.endSet == [.completed(1)])
        #expect(report.executions < 20)
    }

    @Test func `loops over a lock that is tried`() {
        let report = explore { () -> Int in
            let (lock, count) = (Lock(), Shared(0))
            let body = { @Sendable in
                while try !lock.tryAcquire() {}
                try count.write(count.read() + 1)
                try lock.release()
            }
            try runAll([body, body])
            return count.finalValue
        }
        #expect(report.verdict == .bounded)
        #expect(report.endSet == [.completed(2)])
    }

    @Test(arguments: [true, false])
    func `Peterson's algorithm as it was written, with a loop`(setsFlagFirst: Bool) {
        let report = explore { () -> Int in
            let wants = [Shared(false), Shared(false)]
            let (turn, inside, worst) = (Shared(0), Shared(0), Shared(0))
            let bodies = [0, 1].map { me in
                { @Sendable in
                    if setsFlagFirst {
                        try wants[me].write(true)
                        try turn.write(1 - me)
                    } else {
                        try turn.write(1 - me)
                        try wants[me].write(true)
                    }
                    while try wants[1 - me].read(), try turn.read() == 1 - me {}
                    let others = try inside.read()
                    try inside.write(others + 1)
                    if others > 0 { try worst.write(others + 1) }
                    try inside.write(inside.read() - 1)
                    try wants[me].write(false)
                }
            }
            try runAll(bodies)
            return worst.finalValue
        }
        #expect(report.verdict == .bounded)
        #expect(report.endSet.contains(.completed(2)) == !setsFlagFirst)
        #expect(report.endSet.contains(.completed(0)))
    }

    @Test func `what a thread does that gives up after few looks`() {
        let report = explore { () -> Bool in
            let (flag, found) = (Shared(false), Shared(false))
            try runAll([
                { for _ in 0..<3 where try flag.read() { try found.write(true) } },
                { try flag.write(true) },
            ])
            return found.finalValue
        }
        #expect(report.verdict == .proved)
        #expect(report.endSet == [.completed(false), .completed(true)])
    }
}
