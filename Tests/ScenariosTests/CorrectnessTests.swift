import JSON
import Programs
import Scenarios
import Scheduling
import Testing
import Tracing

@Suite struct `a scenario's program` {
    @Test(
        arguments: [
            ("race", ["threads": 1], true), ("race", ["threads": 2, "pauseMs": 1000], false),
            ("deadlock", ["variant": "self"], false), ("lock-order", [:], true),
            ("lock-order", ["fix": "back-off", "attempts": 1], true), ("noodles", ["fix": "rlock"], true),
            ("philosophers", ["fix": "order"], true), ("philosophers", ["fix": "waiter"], true),
            ("philosophers", ["fix": "try", "attempts": 1], true), ("readers-writers", ["fix": "lock"], true),
            ("readers-writers", ["fix": "read-write-lock"], true), ("peterson", ["fix": "peterson"], true),
            ("lock", ["threads": 5, "pauseMs": 0], true), ("rlock", ["holdMs": 0], true),
            ("semaphore", ["permits": 2, "holdMs": 1, "bounded": true], true),
            ("event", ["readyAfterMs": 0], true), ("event", ["attempts": 1, "intervalMs": 1], true),
            ("condition", ["waiters": 3, "notify": [2, 1]], true),
            ("condition", ["waiters": 3, "notify": [2]], false), ("condition-wait-for", [:], true),
            ("lost-wakeup", ["fix": "flag"], true), ("producer-consumer-bug", ["fix": "while"], true),
            ("barrier", ["workMs": 1], true), ("barrier", ["workMs": 1, "break": true], true),
            ("latch", ["workMs": 1], true), ("latch", ["counts": 4, "workMs": 0], false),
            ("timer", ["intervalMs": 0], true), ("queue", ["kind": "lifo"], true),
            ("queue", ["items": 2, "maxsize": 1], false),
            ("queue-blocking", ["workMs": 0, "timeoutMs": 0], true), ("pool-submit", ["workMs": 0], true),
            ("pool-map", ["inputs": [1, 0]], true), ("pool-callback", ["tasks": 2], true),
            ("pool-cancel", [:], true), ("pool-deadlock", ["workers": 1], false),
            ("pool-deadlock", ["workers": 1, "fix": "second-pool"], true),
            ("pool-deadlock", ["workers": 1, "fix": "hand-on"], true),
        ] as [(String, JSONValue, Bool)])
    func `is correct if it did what it is for, and an expected ending may be wrong`(
        _ scenario: String, _ parameters: JSONValue, _ isCorrect: Bool
    ) throws {
        let prepared = try #require(Catalogue.scenario(named: scenario)).prepare(parameters)
        let ending = Bench.ending(of: prepared)
        #expect(prepared.isCorrect(ending) == isCorrect, "\(ending)")
        #expect(prepared.isExpected(ending), "\(ending)")
    }

    @Test(arguments: Catalogue.scenarios.map(\.about.name))
    func `is not correct if it deadlocks`(_ name: String) throws {
        let scenario = try #require(Catalogue.scenario(named: name))
        #expect(try !scenario.prepare(.null).isCorrect(.deadlock))
    }
}
