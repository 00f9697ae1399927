import JSON
import Scheduling
import Tracing

extension PoolSubmit {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(["workers": 2, "tasks": 2], ends: [.completed(Outcome(results: [1, 4]))])
    ]
}

extension PoolMap {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(
            ["workers": 2, "inputs": [2, 1]], ends: [.completed(Outcome(results: [30, 60], error: nil))]),
        ExploredCase(
            ["workers": 2, "inputs": [1, 0]],
            ends: [.completed(Outcome(results: [60], error: "division by zero"))]),
        ExploredCase(
            ["workers": 1, "inputs": [2, 1], "timeoutMs": 10],
            ends: [
                .completed(Outcome(results: [30, 60], error: nil)),
                .completed(Outcome(results: [30], error: "timed out")),
                .completed(Outcome(results: [], error: "timed out")),
            ]),
    ]
}

extension PoolCallback {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(
            ["workers": 2, "tasks": 1],
            ends: [.completed(Outcome(inWorkers: 1, inMain: 1, results: [1]))])
    ]
}

extension PoolCancel {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(ends: [
            .completed(
                Outcome(
                    runningCancelled: false, pendingCancelled: true, finishedCancelled: false,
                    cancelledByShutdown: true, refused: "pool takes no more jobs: it has been shut down."))
        ])
    ]
}

extension PoolDeadlock {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(["workers": 1, "tasks": 1], ends: [.deadlock]),
        ExploredCase(ends: [.completed(Outcome(results: [1, 4])), .deadlock]),
        ExploredCase(
            ["workers": 1, "tasks": 1, "fix": "second-pool"], ends: [.completed(Outcome(results: [1]))]),
        ExploredCase(
            ["workers": 1, "tasks": 2, "fix": "hand-on"], ends: [.completed(Outcome(results: [1, 4]))]),
    ]
}
