import Events
import JSON
import Playground
import Programs
import Threading
import TraceSamples
import Tracing

extension GoldenRun {
    /// Two threads take two locks in opposite orders.
    static let deadlock: GoldenRun = {
        var builder = TraceBuilder(file: "Scenarios/Deadlock.swift")
        let main = builder.thread("main")
        _ = builder.object(.thread, "main")
        let (a, b) = (builder.object(.lock, "lock A"), builder.object(.lock, "lock B"))
        let (one, two) = (builder.thread("Thread-1", parent: main), builder.thread("Thread-2", parent: main))
        let first = builder.object(.thread, "Thread-1")
        _ = builder.object(.thread, "Thread-2")
        builder.start(main)
        builder.start(one, by: main, line: 38)
        builder.start(two, by: main, line: 38)
        builder.event(main, .join, first, .wait, line: 38, state: .thread(.running, thread: one))
        for (thread, lock, name) in [(one, a, "lock A"), (two, b, "lock B")] {
            builder.acquire(thread, lock, line: 66)
            builder.output(thread, "Thread-\(thread) has \(name)", line: 67)
            builder.event(thread, .sleep, nil, .wait, line: 68, value: .integer(20_000_000))
        }
        builder.event(one, .sleep, line: 68, after: 20_000_000)
        builder.want(one, b, heldBy: two, line: 69)
        builder.event(two, .sleep, line: 68)
        builder.want(two, a, heldBy: one, line: 69)
        builder.event(
            main, .join, first, .interrupt, line: 38, state: .thread(.running, thread: one), after: 60_000)
        builder.event(main, .end)
        for (thread, own, other) in [(one, a, b), (two, b, a)] {
            let owner = thread == one ? two : nil
            builder.event(
                thread, .acquire, other, .interrupt, line: 69,
                state: .lock(owner: owner, isScoped: owner != nil))
            builder.release(thread, own, line: 66)
            builder.event(thread, .end)
        }
        return deadlocked(
            "deadlock", "deadlock", number: 1, ["threads": 2, "holdMs": 20, "variant": "opposite-order"],
            .cycle,
            interrupted: [main, one, two], builder.trace)
    }()

    /// Two threads take two locks in both orders, and happen not to meet.
    static let lockOrder: GoldenRun = {
        var builder = TraceBuilder(file: "Scenarios/Deadlock.swift")
        let main = builder.thread("main")
        _ = builder.object(.thread, "main")
        let locks = [builder.object(.lock, "lock A"), builder.object(.lock, "lock B")]
        let (one, two) = (builder.thread("Thread-1", parent: main), builder.thread("Thread-2", parent: main))
        let lives = [builder.object(.thread, "Thread-1"), builder.object(.thread, "Thread-2")]
        builder.start(main)
        builder.start(one, by: main, line: 38)
        builder.start(two, by: main, line: 38)
        builder.event(main, .join, lives[0], .wait, line: 38, state: .thread(.running, thread: one))
        for (thread, life) in [(one, lives[0]), (two, lives[1])] {
            for (first, second) in [(0, 1), (1, 0)] {
                builder.acquire(thread, locks[first], line: 66)
                builder.acquire(thread, locks[second], line: 69)
                builder.release(thread, locks[second], line: 69)
                builder.release(thread, locks[first], line: 66)
            }
            builder.event(thread, .end)
            builder.event(main, .join, life, line: 38, state: .thread(.ended, thread: thread))
        }
        builder.event(main, .end)
        return completed(
            "lock-order", "deadlock", number: 8, ["threads": 2, "holdMs": 0, "variant": "two-functions"],
            outcome: ["finished": 2], builder.trace)
    }()

    /// Three threads read before any of them writes.
    static let race: GoldenRun = {
        var builder = TraceBuilder(file: "Scenarios/Race.swift")
        let main = builder.thread("main")
        _ = builder.object(.thread, "main")
        let count = builder.object(.variable, "count")
        let threads = (1...3).map { builder.thread("Thread-\($0)", parent: main) }
        let lives = threads.map { builder.object(.thread, "Thread-\($0)") }
        builder.start(main)
        for thread in threads { builder.start(thread, by: main, line: 29) }
        builder.event(main, .join, lives[0], .wait, line: 29, state: .thread(.running, thread: 1))
        for thread in threads {
            builder.event(thread, .read, count, line: 23, state: .variable(.integer(3)), value: .integer(3))
            builder.event(thread, .sleep, nil, .wait, line: 24, value: .integer(20_000_000))
        }
        for thread in threads {
            builder.event(thread, .sleep, line: 24, after: thread == 1 ? 20_000_000 : 10_000)
            builder.event(thread, .write, count, line: 25, state: .variable(.integer(2)), value: .integer(2))
            builder.event(thread, .end)
        }
        for (thread, life) in zip(threads, lives) {
            builder.event(main, .join, life, line: 29, state: .thread(.ended, thread: thread))
        }
        builder.output(main, "count is 2", line: 30)
        builder.event(main, .end)
        return completed(
            "race", "race", number: 2, ["threads": 3, "pauseMs": 20, "iterations": 1],
            outcome: ["expected": 0, "finalValue": 2],
            mistake: Localized(
                en: "the count is 2 and should be 0; 2 updates were lost", zh: "计数是 2，应为 0；丢失了 2 次更新"),
            builder.trace)
    }()

    /// A thread waits for a gate that it has closed itself, and that another would open if there was time enough.
    static let circularWait: GoldenRun = {
        var builder = TraceBuilder(file: "Scenarios/Gate.swift")
        let main = builder.thread("main")
        _ = builder.object(.thread, "main")
        let gate = builder.object(.lock, "gate")
        let opener = builder.thread("opener", parent: main)
        _ = builder.object(.thread, "opener")
        builder.start(main)
        builder.acquire(main, gate, line: 10, isScoped: false)
        builder.start(opener, by: main, line: 11)
        builder.event(opener, .sleep, nil, .wait, line: 20, value: .integer(20_000_000_000))
        builder.want(main, gate, heldBy: main, line: 12, isScoped: false)
        builder.event(
            main, .acquire, gate, .interrupt, line: 12, state: .lock(owner: main), after: 10_000_000_000)
        builder.event(main, .end)
        builder.event(opener, .sleep, nil, .interrupt, line: 20)
        builder.event(opener, .end)
        return timedOut("circular-wait", "gate", number: 0, interrupted: [main, opener], builder.trace)
    }()
}
