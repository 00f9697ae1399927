import JSON
import Scheduling
import Tracing

extension Race {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(["threads": 1], ends: [.completed(Outcome(expected: 0, finalValue: 0))]),
        ExploredCase(
            ["threads": 3], ends: (0...2).map { .completed(Outcome(expected: 0, finalValue: $0)) }),
        ExploredCase(
            ["threads": 2, "iterations": 2],
            ends: (0...2).map { .completed(Outcome(expected: 0, finalValue: $0)) }),
    ]
}

extension LockScenario {
    static let cases: [ExploredCase<Outcome>] = ["scoped", "explicit"].map { style in
        ExploredCase(
            ["threads": 3, "style": style], ends: [.completed(Outcome(expected: 0, finalValue: 0))])
    }
}

extension Deadlock {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(ends: [.completed(Outcome(finished: 2)), .deadlock]),
        ExploredCase(["threads": 3], ends: [.completed(Outcome(finished: 3)), .deadlock]),
        ExploredCase(
            ["variant": "two-functions"], ends: [.completed(Outcome(finished: 2)), .deadlock]),
        ExploredCase(["variant": "self"], ends: [.deadlock]),
    ]
}

extension ReentrantLock {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(ends: [.completed(Outcome(finished: 2))]),
        ExploredCase(["variant": "two-functions"], ends: [.completed(Outcome(finished: 2))]),
        ExploredCase(["variant": "self"], ends: [.completed(Outcome(finished: 1))]),
    ]
}

extension LockOrder {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(["fix": "none"], ends: [.completed(Outcome(finished: 2, retries: 0)), .deadlock]),
        ExploredCase(["fix": "order"], ends: [.completed(Outcome(finished: 2, retries: 0))]),
        ExploredCase(["fix": "order", "threads": 3], ends: [.completed(Outcome(finished: 3, retries: 0))]),
        ExploredCase(
            ["fix": "back-off", "attempts": 2],
            ends: [(2, 0), (2, 1), (2, 2), (1, 1), (1, 2), (0, 2)].map { finished, retries in
                .completed(Outcome(finished: finished, retries: retries))
            }),
    ]
}

extension Noodles {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(["names": ["Ann"]], ends: [.completed(Outcome(plates: 2)), .deadlock]),
        ExploredCase(["names": ["Ann"], "fix": "rlock"], ends: [.completed(Outcome(plates: 2))]),
    ]
}

extension Philosophers {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(["seats": 2], ends: [.completed(Outcome(meals: 2, missed: 0)), .deadlock]),
        ExploredCase(["seats": 3], ends: [.completed(Outcome(meals: 3, missed: 0)), .deadlock]),
        ExploredCase(["seats": 3, "fix": "order"], ends: [.completed(Outcome(meals: 3, missed: 0))]),
        ExploredCase(["seats": 3, "fix": "waiter"], ends: [.completed(Outcome(meals: 3, missed: 0))]),
        ExploredCase(
            ["seats": 3, "fix": "try", "attempts": 1],
            ends: (0...3).map { .completed(Outcome(meals: 3 - $0, missed: $0)) }),
        ExploredCase(
            ["seats": 2, "fix": "try", "attempts": 2],
            ends: (0...2).map { .completed(Outcome(meals: 2 - $0, missed: $0)) }),
    ]
}

extension ReadersWriters {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(
            ["readers": 1], ends: (0...1).map { .completed(Outcome(left: 1, right: 1, tornReads: $0)) }),
        ExploredCase(
            ["readers": 1, "writers": 2],
            ends: (0...7).map { bits in
                .completed(Outcome(left: 1 + bits / 4, right: 1 + bits / 2 % 2, tornReads: bits % 2))
            }),
        ExploredCase(
            ["readers": 2, "fix": "lock"], ends: [.completed(Outcome(left: 1, right: 1, tornReads: 0))]),
        ExploredCase(
            ["readers": 2, "fix": "read-write-lock"],
            ends: [.completed(Outcome(left: 1, right: 1, tornReads: 0))]),
    ]
}

extension Peterson {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(["looks": 1], ends: [entered(1), entered(2), entered(2, counted: 1)]),
        ExploredCase(
            ["fix": "turn-first", "looks": 1], ends: [entered(1), entered(2), entered(2, counted: 1)]),
        ExploredCase(["fix": "peterson", "looks": 2], ends: [entered(0), entered(1), entered(2)]),
    ]

    private static func entered(_ entered: Int, counted: Int? = nil) -> Ending<Outcome> {
        .completed(Outcome(entered: entered, counted: counted ?? entered))
    }
}
