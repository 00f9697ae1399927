import JSON
import Scheduling
import Tracing

extension SemaphoreScenario {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(
            ["threads": 3, "permits": 2],
            ends: [.completed(Outcome(served: 3, overReleaseError: nil))]),
        ExploredCase(
            ["threads": 2, "permits": 1, "bounded": true],
            ends: [
                .completed(
                    Outcome(
                        served: 2,
                        overReleaseError:
                            "MainThread released stalls more often than it was acquired: it may have 1 permits at most."
                    ))
            ]),
    ]
}

extension EventScenario {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(
            ["connectors": 2, "attempts": 1],
            ends: [.completed(Outcome(connected: 2)), .uncaught(ConnectionTimedOut(attempts: 1))])
    ]
}

extension ConditionScenario {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(
            ["waiters": 2, "notify": [1, 1]],
            ends: [
                .completed(Outcome(woken: [["waiter 1"], ["waiter 2"]])),
                .completed(Outcome(woken: [["waiter 2"], ["waiter 1"]])),
            ]),
        ExploredCase(
            ["waiters": 2, "notify": [2]],
            ends: [
                .completed(Outcome(woken: [["waiter 1", "waiter 2"]])),
                .completed(Outcome(woken: [["waiter 2", "waiter 1"]])),
            ]),
        ExploredCase(["waiters": 2, "notify": [1]], ends: [.deadlock]),
    ]
}

extension ConditionWaitFor {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(
            ["waiters": 2, "early": 1],
            ends: (2...6).map { .completed(Outcome(wentIn: 2, tooEarly: 0, looks: $0)) })
    ]
}

extension LostWakeup {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(["waiters": 2], ends: [.completed(Outcome(woken: 2)), .deadlock]),
        ExploredCase(["waiters": 2, "fix": "flag"], ends: [.completed(Outcome(woken: 2))]),
    ]
}

extension ProducerConsumerBug {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(
            ends: [.completed(Outcome(consumed: 2)), .uncaught(BufferIsEmpty())]),
        ExploredCase(["fix": "while"], ends: [.completed(Outcome(consumed: 2))]),
    ]
}

extension BarrierScenario {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(
            ["parties": 2, "phases": 2], ends: [.completed(Outcome(phases: 2, broken: 0))]),
        ExploredCase(
            ["parties": 2, "phases": 2, "break": true],
            ends: [.completed(Outcome(phases: 1, broken: 2))]),
    ]
}

extension LatchScenario {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(["workers": 2, "counts": 2], ends: [.completed(Outcome(doneInTime: 2))]),
        ExploredCase(
            ["workers": 2, "counts": 1], ends: (1...2).map { .completed(Outcome(doneInTime: $0)) }),
        ExploredCase(["workers": 1, "counts": 2], ends: [.deadlock]),
    ]
}

extension TimerScenario {
    static let cases: [ExploredCase<Outcome>] = [
        ExploredCase(ends: [.completed(Outcome(fired: true, cancelled: false))]),
        ExploredCase(
            ["cancelAfterMs": 20],
            ends: [
                .completed(Outcome(fired: true, cancelled: false)),
                .completed(Outcome(fired: false, cancelled: true)),
            ]),
    ]
}
