import Exploration
import FiberEngine
import JSON
import LockstepTestKit
import Scheduling
import Testing
import Threading
import Tracing

@Suite struct `a schedule` {
    @Test(arguments: ["1f", "1v.0", "1fe.0x3.1.2x2", "1v.1~2~0.1~2x3", "1f.0.1.0-9a3f01"])
    func `reads as it is written`(_ text: String) throws {
        #expect(try Schedule(text).description == text)
    }

    @Test(arguments: [
        ("", "begin with 1f"), ("2f.0", "\"2f\""), ("1f.", "step 1"), ("1f.0.x", "step 2"),
        ("1f.0x0", "\"0x0\""),
        ("1f.-1", "step 1"), ("1f.0~", "\"0~\""), ("1f.0-", "hexadecimal"), ("1f.0-xyz", "xyz"),
        ("1f.0x1000000", "more than 100000"), ("1f.99999999999999999999", "step 1"),
    ])
    func `is refused with its fault if it is none`(_ text: String, _ fault: String) throws {
        let error = #expect(throws: ScheduleError.self) { try Schedule(text) }
        #expect(error?.description.contains(fault) == true, "\(error?.description ?? "")")
    }

    @Test func `leads to the same end every time`() throws {
        let report = explore { try takeInOppositeOrders() }
        let failing = try #require(report.outcomes.first { $0.ending == .deadlock })
        for _ in 0..<1_000 {
            let (end, misfit, _) = try simulate(failing.schedule) { _ = try takeInOppositeOrders() }
            #expect(misfit == nil && (end == .cycle || end == .quiescent))
        }
    }

    @Test func `of each outcome leads to it`() throws {
        let report = explore { try lostUpdates(3) }
        for outcome in report.outcomes {
            let seen = Locked(-1)
            let (end, misfit, _) = try simulate(outcome.schedule) {
                let count = try lostUpdates(3)
                seen.withLock { $0 = count }
            }
            #expect(misfit == nil && end == .finished)
            #expect(outcome.ending == .completed(seen.withLock { $0 }))
        }
    }

    /// Whichever thread let go of a pool last shut it down once more, and that was an action.
    @Test func `of each outcome leads to it, although a task of a pool holds the pool`() throws {
        let program: @Sendable () throws -> Int = {
            try ThreadPool(workers: 2).use { pool in
                try pool.submit { try pool.submit { 1 }.result() }.result()
            }
        }
        let report = explore(.exhaustive, program)
        #expect(report.verdict == .proved)
        for outcome in report.outcomes {
            let (end, misfit, _) = try simulate(outcome.schedule) { _ = try program() }
            #expect(misfit == nil && end == .finished)
        }
    }

    /// A thread's random numbers followed from its number, which in an exploration depends on the executions before.
    @Test func `leads to the same random numbers, whichever thread was made first`() throws {
        let program: @Sendable () throws -> [UInt64] = {
            let (lock, order) = (Lock(), Shared<[UInt64]>([]))
            try runAll(
                (0..<2).map { _ in
                    {
                        try lock.withLock {
                            let child = Thread {
                                var generator = RunGenerator()
                                try order.write(order.read() + [generator.next()])
                            }
                            try child.start()
                            try child.join()
                        }
                    }
                })
            return order.finalValue
        }
        let report = explore(.exhaustive, program)
        #expect(report.outcomes.count == 2)
        for outcome in report.outcomes {
            let seen = Locked<[UInt64]>([])
            let (end, misfit, _) = try simulate(outcome.schedule) {
                let numbers = try program()
                seen.withLock { $0 = numbers }
            }
            #expect(misfit == nil && end == .finished)
            #expect(outcome.ending == .completed(seen.withLock { $0 }))
        }
    }

    @Test func `is refused if the program is another`() throws {
        let report = explore { try lostUpdates(2) }
        let schedule = try #require(report.outcomes.first?.schedule)
        #expect(try simulate(schedule) { _ = try lostUpdates(3) }.misfit != nil)
        #expect(try simulate(schedule) { _ = try lostUpdates(1) }.misfit != nil)
        #expect(try simulate(schedule) { _ = try takeInOppositeOrders() }.misfit != nil)
        #expect(try simulate(schedule) { _ = try lostUpdates(2) }.misfit == nil)
    }

    @Test func `can be built step by step`() throws {
        var schedule = Schedule(
            clock: .free, choices: SchedulingChoices(noticesEnds: false), steps: [], digest: nil)
        var steps = 0
        while true {
            let scheduler = SimulationScheduler(schedule, then: .pause)
            let end = try carry(scheduler, schedule) { _ = try lostUpdates(2) }
            guard let next = scheduler.next else {
                #expect(end == .finished)
                break
            }
            #expect(end == .givenUp)
            #expect(next.count { $0.isEnabled } > 0)
            let last = try #require(next.last { $0.isEnabled })
            schedule.steps.append(Schedule.Step(thread: last.ordinal))
            steps += 1
        }
        #expect(steps == 4)
    }
}

@Suite struct `a simulated run` {
    @Test func `is the same for the same seed, down to the byte`() throws {
        func bytes(_ seed: UInt64) throws -> [UInt8] {
            let scheduler = SimulationScheduler(then: .random(seed: seed))
            let engine = FiberEngine(
                SimulationSettings(threadLimit: 100, eventLimit: 10_000, seed: seed, clock: .virtual),
                scheduler: scheduler)
            try engine.start { _ = try lostUpdates(5) }
            _ = engine.wait(within: Budget(.seconds(60)))
            engine.stop()
            var writer = JSONWriter()
            engine.trace().write(to: &writer)
            return writer.bytes
        }
        for seed in 0..<UInt64(20) { #expect(try bytes(seed) == bytes(seed)) }
        #expect(try Set((0..<UInt64(20)).map(bytes)).count > 1)
    }

    @Test func `sleeps a year in no time`() throws {
        let engine = FiberEngine(
            SimulationSettings(threadLimit: 10, eventLimit: 1_000, seed: 1, clock: .virtual),
            scheduler: SimulationScheduler(then: .random(seed: 1)))
        try engine.start { try sleep(for: .seconds(365 * 86_400)) }
        #expect(engine.wait(within: Budget(.seconds(60))) == .finished)
        #expect(engine.now() == 365 * 86_400 * 1_000_000_000)
        engine.stop()
    }

    @Test func `lets the shorter of two sleeps end first, whoever begins`() throws {
        for seed in 0..<UInt64(20) {
            let order = Locked<[Int]>([])
            let engine = FiberEngine(
                SimulationSettings(threadLimit: 10, eventLimit: 1_000, seed: seed, clock: .virtual),
                scheduler: SimulationScheduler(then: .random(seed: seed)))
            try engine.start {
                try runAll(
                    [30, 10, 20].map { time in
                        { @Sendable in
                            try sleep(for: .seconds(time))
                            order.withLock { $0.append(time) }
                        }
                    })
            }
            #expect(engine.wait(within: Budget(.seconds(60))) == .finished)
            engine.stop()
            #expect(order.withLock { $0 } == [10, 20, 30])
        }
    }
}

/// Two threads that take two locks in opposite orders.
@Sendable func takeInOppositeOrders() throws -> Int {
    let (a, b) = (Lock(), Lock())
    try runAll([{ try a.withLock { try b.withLock {} } }, { try b.withLock { try a.withLock {} } }])
    return 0
}

/// Runs a program once along a schedule.
private func simulate(
    _ schedule: Schedule, _ program: @escaping @Sendable () throws -> Void
) throws -> (end: RunEnd, misfit: String?, Schedule) {
    let scheduler = SimulationScheduler(schedule, then: .straight)
    let end = try carry(scheduler, schedule, program)
    scheduler.noteEnd()
    return (
        end, scheduler.misfit,
        scheduler.schedule(clock: schedule.clock, choices: schedule.choices, isWhole: true)
    )
}

private func carry(
    _ scheduler: SimulationScheduler, _ schedule: Schedule, _ program: @escaping @Sendable () throws -> Void
) throws -> RunEnd {
    let engine = FiberEngine(
        SimulationSettings(
            threadLimit: 100, eventLimit: 1_000, seed: 1, clock: schedule.clock, choices: schedule.choices),
        scheduler: scheduler)
    try engine.start(program)
    let end = engine.wait(within: Budget(.seconds(60)))
    engine.stop()
    _ = engine.trace()
    return end
}
