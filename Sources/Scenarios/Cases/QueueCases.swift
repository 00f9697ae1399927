import JSON
import Scheduling
import Tracing

extension QueueScenario {
    static let cases: [ExploredCase<Outcome>] =
        ["fifo", "lifo", "priority"].map { kind in
            ExploredCase(["kind": kind, "items": 1], ends: [.completed(Outcome(put: [1], got: [1]))])
        } + [ExploredCase(["items": 3, "maxsize": 2], ends: [.deadlock])]
}

extension QueueBlocking {
    static let cases: [ExploredCase<Outcome>] = ["fifo", "lifo", "priority"].flatMap { kind in
        [(1, 1, 2), (2, 1, 1), (1, 2, 1)].map { producers, consumers, items in
            ExploredCase(
                [
                    "kind": kind, "maxsize": 1, "producers": .integer(producers),
                    "consumers": .integer(consumers), "items": .integer(items),
                ],
                ends: [
                    .completed(
                        Outcome(
                            produced: producers * items, consumed: producers * items,
                            refusals: [
                                "small queue is empty.", "small queue is empty.",
                                "small queue is full: its capacity is 1.",
                                "small queue is full: its capacity is 1.",
                                "MainThread called taskDone once too often: every item ever put in small queue is done with.",
                                "queue has been shut down.",
                            ]))
                ])
        }
    }
}
