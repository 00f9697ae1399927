import JSON
import Playground
import Programs
import Scenarios
import Testing
import Threading
import Tracing

/// A scenario with parameters to run it with.
private struct Sample: Sendable, CustomTestStringConvertible {
    let scenario: String
    let engine: EngineName
    let parameters: JSONValue

    var testDescription: String {
        "\(scenario) on \(engine.rawValue) \(String(decoding: parameters.serialized, as: UTF8.self))"
    }
}

/// Every scenario at its defaults, and where its edges are.
private let samples: [Sample] = Catalogue.scenarios.flatMap { scenario in
    scenario.about.engines.flatMap { engine in
        ([.object([])] + (edges[scenario.about.name] ?? [])).map {
            Sample(scenario: scenario.about.name, engine: engine, parameters: $0)
        }
    }
}

private let edges: [String: [JSONValue]] = [
    "race": [
        ["threads": 1], ["threads": 2, "pauseMs": 0], ["threads": 100, "pauseMs": 10],
        ["threads": 4, "iterations": 25, "pauseMs": 0],
    ],
    "lock": [
        ["threads": 1, "style": "explicit"], ["threads": 50, "pauseMs": 0],
        ["style": "explicit", "pauseMs": 1],
    ],
    "deadlock": [
        ["variant": "self", "holdMs": 0], ["variant": "two-functions"], ["threads": 3],
        ["threads": 30, "holdMs": 50],
        ["holdMs": 0], ["variant": "two-functions", "threads": 5, "holdMs": 1],
    ],
    "rlock": [
        ["variant": "self"], ["variant": "two-functions", "threads": 4], ["threads": 20, "holdMs": 0],
    ],
    "lock-order": [
        ["fix": "none"], ["fix": "none", "holdMs": 0], ["threads": 20, "holdMs": 1], ["fix": "back-off"],
        ["fix": "back-off", "threads": 5, "holdMs": 1], ["fix": "back-off", "attempts": 1],
        ["fix": "back-off", "holdMs": 0, "attempts": 100],
    ],
    "noodles": [
        ["names": ["Ann"]], ["pauseMs": 0], ["fix": "rlock", "pauseMs": 1],
        ["fix": "rlock", "names": ["Ann", "Ann"], "pauseMs": 0],
    ],
    "philosophers": [
        ["seats": 2], ["seats": 3, "pauseMs": 0, "meals": 20], ["fix": "order", "seats": 2, "pauseMs": 1],
        ["fix": "order", "seats": 50, "pauseMs": 0], ["fix": "waiter", "seats": 2],
        ["fix": "waiter", "seats": 3, "meals": 5, "pauseMs": 1], ["fix": "try"],
        ["fix": "try", "seats": 2, "attempts": 1], ["fix": "try", "seats": 20, "meals": 3, "pauseMs": 0],
    ],
    "readers-writers": [
        ["pauseMs": 0, "readers": 20, "writers": 20], ["writers": 5, "readers": 1],
        ["fix": "lock", "pauseMs": 1, "writers": 3], ["fix": "read-write-lock"],
        ["fix": "read-write-lock", "readers": 20, "writers": 20, "pauseMs": 0],
        ["fix": "read-write-lock", "readers": 1, "writers": 1, "pauseMs": 0],
    ],
    "peterson": [
        ["pauseMs": 0], ["looks": 1], ["fix": "turn-first"], ["fix": "turn-first", "pauseMs": 0, "looks": 1],
        ["fix": "peterson"], ["fix": "peterson", "pauseMs": 0], ["fix": "peterson", "looks": 1],
    ],
    "condition-wait-for": [
        ["opensAfterMs": 0], ["early": 0], ["waiters": 20, "early": 30, "opensAfterMs": 10],
        ["waiters": 1, "early": 100, "opensAfterMs": 0],
    ],
    "lost-wakeup": [
        ["pauseMs": 0], ["waiters": 10, "pauseMs": 0], ["fix": "flag"],
        ["fix": "flag", "waiters": 20, "pauseMs": 0],
    ],
    "producer-consumer-bug": [
        ["consumers": 1], ["consumers": 10, "pauseMs": 1], ["consumers": 20, "pauseMs": 0],
        ["fix": "while"], ["fix": "while", "consumers": 1, "pauseMs": 0],
        ["fix": "while", "consumers": 10, "pauseMs": 1], ["fix": "while", "consumers": 50, "pauseMs": 0],
    ],
    "semaphore": [
        ["bounded": true], ["threads": 23, "permits": 5, "randomHold": true], ["threads": 2, "permits": 100],
        ["threads": 5, "permits": 1, "holdMs": 0, "bounded": true],
    ],
    "event": [
        ["readyAfterMs": 0], ["readyAfterMs": 200, "attempts": 2, "intervalMs": 10],
        ["connectors": 20, "attempts": 1, "intervalMs": 5, "readyAfterMs": 5],
    ],
    "condition": [
        ["waiters": 3, "notify": [1, 1, 1]], ["waiters": 3, "notify": [2]], ["waiters": 2, "notify": []],
        ["waiters": 1, "notify": [0, 1, 5]], ["waiters": 30, "notify": [100]],
    ],
    "barrier": [
        ["break": true], ["parties": 1, "phases": 5, "workMs": 0], ["parties": 20, "phases": 3, "workMs": 2],
        ["parties": 1, "phases": 1, "break": true], ["parties": 5, "phases": 4, "break": true, "workMs": 1],
    ],
    "latch": [
        ["workers": 20, "counts": 20, "workMs": 1], ["counts": 0], ["counts": 1, "workMs": 1],
        ["workers": 1, "counts": 2, "workMs": 0],
    ],
    "timer": [
        ["cancelAfterMs": 0, "intervalMs": 5000], ["cancelAfterMs": 60, "intervalMs": 1], ["intervalMs": 0],
        ["cancelAfterMs": 20, "intervalMs": 20],
    ],
    "queue": [
        ["kind": "lifo"], ["kind": "priority", "items": 100], ["items": 3, "maxsize": 3],
        ["items": 3, "maxsize": 2],
        ["kind": "priority", "items": 1, "maxsize": 1],
    ],
    "queue-blocking": [
        ["kind": "lifo", "workMs": 0], ["kind": "priority", "producers": 3, "consumers": 4, "workMs": 1],
        ["maxsize": 1, "producers": 10, "consumers": 10, "items": 5, "workMs": 0, "timeoutMs": 0],
    ],
    "pool-submit": [
        ["workers": 1, "workMs": 0], ["workers": 100, "tasks": 5], ["tasks": 300, "workMs": 0],
    ],
    "pool-map": [
        ["inputs": []], ["inputs": [1, 0, 2]], ["inputs": [0]], ["chunksize": 2, "workers": 2],
        ["inputs": [3, 1, 2], "chunksize": 100], ["inputs": [50, 1], "timeoutMs": 5],
        ["inputs": [1], "timeoutMs": 0], ["inputs": [1, 2], "timeoutMs": 60000],
    ],
    "pool-callback": [["workers": 1, "tasks": 1], ["workers": 8, "tasks": 50]],
    "pool-deadlock": [
        ["workers": 1, "tasks": 1, "workMs": 0], ["workers": 3], ["workers": 5, "tasks": 20, "workMs": 0],
        ["workers": 1, "tasks": 3, "fix": "second-pool"], ["fix": "second-pool", "tasks": 20, "workMs": 0],
        ["workers": 1, "tasks": 3, "fix": "hand-on"], ["fix": "hand-on", "tasks": 20, "workMs": 0],
    ],
]

@Suite struct `the expectation of a scenario` {
    @Test(arguments: samples)
    fileprivate func `holds of its runs`(_ sample: Sample) throws {
        let run = try Bench.run(sample.scenario, on: sample.engine, sample.parameters)
        #expect(
            run.isExpected == true,
            "\(sample.testDescription), seed \(run.seed): \(run.status.rawValue) \(String(describing: run.outcome))"
        )
        #expect(run.engine == sample.engine)
        #expect(run.trace.truncated == 0)
        #expect(run.trace.events.map(\.seq) == Array(0..<run.trace.events.count))
    }

    @Test func `is checked for every scenario with more than its defaults`() {
        for scenario in Catalogue.scenarios where scenario.schema["properties"] != [:] {
            #expect(edges[scenario.about.name] != nil, "\(scenario.about.name)")
        }
        for name in edges.keys { #expect(Catalogue.scenario(named: name) != nil, "\(name)") }
    }

    @Test func `is checked with every word of every parameter`() {
        for scenario in Catalogue.scenarios {
            guard case .object(let properties)? = scenario.schema["properties"] else { continue }
            for property in properties {
                guard case .array(let words)? = property.value["enum"] else { continue }
                let tried = (edges[scenario.about.name] ?? []).compactMap { $0[property.name] }
                let untried = Set(words).subtracting(tried + [property.value["default"] ?? .null])
                #expect(untried.isEmpty, "\(scenario.about.name), \(property.name)")
            }
        }
    }

    @Test func `does not hold of a run whose time was up`() throws {
        let run = try Bench.run("semaphore", ["threads": 1, "holdMs": 10_000], timeoutMs: 20)
        #expect(run.status == .timedOut)
        #expect(run.isExpected == nil)
    }

    @Test func `the same seed gives the same random numbers`() throws {
        func put(_ seed: Int) throws -> JSONValue? {
            try Bench.run("queue", ["items": 100], seed: seed).outcome?["put"]
        }
        let first = try put(7)
        #expect(try put(7) == first)
        #expect(try put(8) != first)
    }
}
