import Exploration
import Playground
import Scenarios
import Testing
import Threading
import Tracing

@Suite struct `exploring a scenario` {
    private static let explorations = {
        var limits = Limits()
        limits.explorationsWaiting = 100  // however many tests run at once
        return Explorations(limits: limits)
    }()

    private func verdict(_ scenario: String, _ parameters: JSONValue) throws -> Verdict? {
        try Self.explorations.launch(
            ExplorationRequest(scenario: scenario, timeoutMs: 60_000, parameters: parameters)
        ).ended.result().verdict
    }

    @Test(
        arguments: [
            ("lock-order", ["fix": "none"]), ("noodles", ["names": ["Ann"]]), ("philosophers", ["seats": 2]),
            ("philosophers", ["seats": 3]), ("readers-writers", ["readers": 1]),
            ("readers-writers", ["readers": 1, "writers": 2]), ("peterson", ["looks": 1]),
            ("peterson", ["fix": "turn-first", "looks": 1]), ("lost-wakeup", [:]),
            ("producer-consumer-bug", [:]), ("pool-deadlock", ["workers": 1, "tasks": 1]),
            ("pool-deadlock", [:]),
        ] as [(String, JSONValue)])
    func `finds the bug of the broken program`(_ scenario: String, _ parameters: JSONValue) throws {
        #expect(try verdict(scenario, parameters) == .failed)
    }

    @Test(
        arguments: [
            ("lock-order", ["fix": "order"]), ("lock-order", ["fix": "back-off", "attempts": 2]),
            ("noodles", ["names": ["Ann"], "fix": "rlock"]), ("philosophers", ["seats": 3, "fix": "order"]),
            ("philosophers", ["seats": 3, "fix": "waiter"]),
            ("philosophers", ["seats": 3, "fix": "try", "attempts": 1]),
            ("philosophers", ["seats": 2, "fix": "try", "attempts": 2]),
            ("readers-writers", ["readers": 2, "fix": "lock"]),
            ("readers-writers", ["readers": 2, "fix": "read-write-lock"]),
            ("peterson", ["fix": "peterson", "looks": 2]),
            ("condition-wait-for", ["waiters": 2, "early": 1]), ("lost-wakeup", ["fix": "flag"]),
            ("lost-wakeup", ["fix": "flag", "waiters": 2]), ("producer-consumer-bug", ["fix": "while"]),
            ("pool-deadlock", ["workers": 1, "tasks": 1, "fix": "second-pool"]),
            ("pool-deadlock", ["workers": 1, "tasks": 1, "fix": "hand-on"]),
        ] as [(String, JSONValue)])
    func `proves the repaired program`(_ scenario: String, _ parameters: JSONValue) throws {
        #expect(try verdict(scenario, parameters) == .proved)
    }
}
