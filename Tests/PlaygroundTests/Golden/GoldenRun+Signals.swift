import Events
import JSON
import Playground
import Threading
import TraceSamples
import Tracing

extension GoldenRun {
    /// Three threads share two permits of a bounded semaphore, which refuses a release too many.
    static let semaphore: GoldenRun = {
        var builder = TraceBuilder(file: "Scenarios/Semaphore.swift")
        let main = builder.thread("main")
        _ = builder.object(.thread, "main")
        let stalls = builder.object(.semaphore, "stalls")
        let threads = (1...3).map { builder.thread("Thread-\($0)", parent: main) }
        let lives = threads.map { builder.object(.thread, "Thread-\($0)") }
        builder.start(main)
        for thread in threads { builder.start(thread, by: main, line: 56) }
        builder.event(main, .join, lives[0], .wait, line: 56, state: .thread(.running, thread: 1))
        func enter(_ thread: ThreadID, permits: Int) {
            builder.event(thread, .acquire, stalls, line: 35, state: .semaphore(permits: permits))
            builder.output(thread, "Thread-\(thread) is inside", line: 51)
            builder.event(thread, .sleep, nil, .wait, line: 52, value: .integer(20_000_000))
        }
        func leave(_ thread: ThreadID, permits: Int, after: Int64) {
            builder.event(thread, .sleep, line: 52, after: after)
            builder.event(thread, .release, stalls, line: 35, state: .semaphore(permits: permits))
        }
        enter(1, permits: 1)
        enter(2, permits: 0)
        builder.event(3, .acquire, stalls, .wait, line: 35, state: .semaphore(permits: 0))
        leave(1, permits: 1, after: 19_900_000)
        builder.event(1, .end)
        builder.event(main, .join, lives[0], line: 56, state: .thread(.ended, thread: 1))
        builder.event(main, .join, lives[1], .wait, line: 56, state: .thread(.running, thread: 2))
        enter(3, permits: 0)
        leave(2, permits: 1, after: 30_000)
        builder.event(2, .end)
        builder.event(main, .join, lives[1], line: 56, state: .thread(.ended, thread: 2))
        builder.event(main, .join, lives[2], .wait, line: 56, state: .thread(.running, thread: 3))
        leave(3, permits: 2, after: 19_800_000)
        builder.event(3, .end)
        builder.event(main, .join, lives[2], line: 56, state: .thread(.ended, thread: 3))
        let refusal = "stalls was released more often than it was acquired."
        builder.event(
            main, .release, stalls, .refused, line: 37, state: .semaphore(permits: 2), value: .text(refusal))
        builder.output(main, refusal, line: 40)
        builder.event(main, .end)
        return completed(
            "semaphore", "semaphore", number: 3,
            ["threads": 3, "permits": 2, "holdMs": 20, "randomHold": false, "bounded": true],
            outcome: ["served": 3, "overReleaseError": .string(refusal)], builder.trace)
    }()

    /// Two threads wait for a condition, and only one of them is notified.
    static let conditionStandstill: GoldenRun = {
        var builder = TraceBuilder(file: "Scenarios/Condition.swift")
        let main = builder.thread("main")
        _ = builder.object(.thread, "main")
        let (condition, lock) = (
            builder.object(.condition, "condition"), builder.object(.rlock, "condition lock")
        )
        let (arrivals, woken) = (builder.object(.semaphore, "arrivals"), builder.object(.queue, "woken up"))
        let (one, two) = (builder.thread("waiter 1", parent: main), builder.thread("waiter 2", parent: main))
        _ = (builder.object(.thread, "waiter 1"), builder.object(.thread, "waiter 2"))
        builder.start(main)
        for waiter in [one, two] { builder.start(waiter, by: main, line: 28) }
        builder.event(main, .acquire, arrivals, .wait, line: 30, state: .semaphore(permits: 0))
        for (waiter, waiting) in [(one, [one]), (two, [one, two])] {
            builder.acquire(waiter, lock, line: 22)
            builder.event(waiter, .release, arrivals, line: 23, state: .semaphore(permits: 1))
            builder.release(waiter, lock, line: 24)
            builder.event(
                waiter, .wait, condition, .wait, line: 24, state: .condition(waiting: waiting, notified: []))
            builder.event(main, .acquire, arrivals, line: 30, state: .semaphore(permits: 0))
            if waiter == one {
                builder.event(main, .acquire, arrivals, .wait, line: 30, state: .semaphore(permits: 0))
            }
        }
        builder.output(main, "notify 1", line: 35)
        builder.acquire(main, lock, line: 36)
        builder.event(
            main, .notify, condition, line: 36, state: .condition(waiting: [two], notified: [one]),
            value: .list([.integer(one)]))
        builder.event(one, .wait, condition, line: 24, state: .condition(waiting: [two], notified: []))
        builder.want(one, lock, heldBy: main, line: 24)
        builder.release(main, lock, line: 36)
        builder.acquire(one, lock, line: 24)
        builder.release(one, lock, line: 22)
        builder.output(one, "waiter 1 goes on", line: 26)
        builder.event(
            one, .put, woken, line: 27,
            state: .queue(items: ["waiter 1"], size: 1, capacity: nil, unfinished: 1, isShutDown: false),
            value: .text("waiter 1"))
        builder.event(one, .end)
        builder.event(
            main, .get, woken, line: 37,
            state: .queue(items: [], size: 0, capacity: nil, unfinished: 1, isShutDown: false),
            value: .text("waiter 1"))
        builder.output(main, "1 are left waiting", line: 40)
        builder.event(main, .end)
        builder.event(
            two, .wait, condition, .interrupt, line: 24, state: .condition(waiting: [], notified: []),
            after: 50_000)
        builder.acquire(two, lock, line: 24)
        builder.release(two, lock, line: 22)
        builder.event(two, .end)
        return deadlocked(
            "condition-standstill", "condition", number: 4, ["waiters": 2, "notify": [1]], .quiescent,
            interrupted: [two], builder.trace)
    }()

    /// Two parties meet once; in the second phase, one of them breaks the barrier.
    static let barrier: GoldenRun = {
        var builder = TraceBuilder(file: "Scenarios/Barrier.swift")
        let main = builder.thread("main")
        _ = builder.object(.thread, "main")
        let (phases, broken) = (builder.object(.variable, "phases"), builder.object(.queue, "broken"))
        let barrier = builder.object(.barrier, "barrier")
        let (one, two) = (builder.thread("party 1", parent: main), builder.thread("party 2", parent: main))
        let lives = [builder.object(.thread, "party 1"), builder.object(.thread, "party 2")]
        func gathering(_ waiting: Int, phase: Int, isBroken: Bool = false) -> ObjectState {
            .barrier(waiting: waiting, parties: 2, phase: phase, isBroken: isBroken)
        }
        func work(_ party: ThreadID, _ duration: Int) {
            builder.event(party, .sleep, nil, .wait, line: 31, value: .integer(duration))
        }
        builder.start(main)
        for party in [one, two] { builder.start(party, by: main, line: 46) }
        builder.event(main, .join, lives[0], .wait, line: 46, state: .thread(.running, thread: one))
        work(one, 9_000_000)
        work(two, 5_000_000)
        builder.event(two, .sleep, line: 31, after: 5_000_000)
        builder.event(two, .arrive, barrier, line: 37, state: gathering(1, phase: 0), value: .integer(0))
        builder.event(two, .wait, barrier, .wait, line: 37, state: gathering(1, phase: 0))
        builder.event(one, .sleep, line: 31, after: 4_000_000)
        builder.event(one, .arrive, barrier, line: 37, state: gathering(2, phase: 0), value: .integer(1))
        builder.event(one, .read, phases, line: 23, state: .variable(.integer(0)), value: .integer(0))
        builder.event(one, .write, phases, line: 23, state: .variable(.integer(1)), value: .integer(1))
        builder.event(one, .set, barrier, line: 37, state: gathering(0, phase: 1))
        builder.output(one, "party 1 came as number 2 in phase 1", line: 38)
        work(one, 2_000_000)
        builder.event(two, .wait, barrier, line: 37, state: gathering(0, phase: 1))
        builder.output(two, "party 2 came as number 1 in phase 1", line: 38)
        work(two, 0)
        builder.event(two, .sleep, line: 31)
        builder.event(two, .arrive, barrier, line: 37, state: gathering(1, phase: 1), value: .integer(0))
        builder.event(two, .wait, barrier, .wait, line: 37, state: gathering(1, phase: 1))
        builder.event(one, .sleep, line: 31, after: 2_000_000)
        builder.output(one, "party 1 breaks the barrier", line: 33)
        builder.event(one, .abort, barrier, line: 34, state: gathering(1, phase: 1, isBroken: true))
        let refusals = [
            (two, Action.wait, gathering(0, phase: 1, isBroken: true)),
            (one, .arrive, gathering(0, phase: 1, isBroken: true)),
        ]
        for (party, action, state) in refusals {
            builder.event(
                party, action, barrier, .refused, line: 37, state: state, value: .text("barrier is broken."))
            builder.output(party, "party \(party) found the barrier broken", line: 41)
            let names = party == two ? ["party 2"] : ["party 2", "party 1"]
            builder.event(
                party, .put, broken, line: 42,
                state: .queue(
                    items: names, size: names.count, capacity: nil, unfinished: names.count, isShutDown: false
                ),
                value: .text("party \(party)"))
            builder.event(party, .end)
        }
        for (party, life) in zip([one, two], lives) {
            builder.event(main, .join, life, line: 46, state: .thread(.ended, thread: party))
        }
        builder.event(main, .end)
        return completed(
            "barrier", "barrier", number: 5, ["parties": 2, "phases": 2, "workMs": 10, "break": true],
            outcome: ["phases": 1, "broken": 2], builder.trace)
    }()
}
