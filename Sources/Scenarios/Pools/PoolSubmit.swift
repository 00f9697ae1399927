import Threading

/// Tasks are handed to a pool, and their results collected in order.
struct PoolSubmit: Scenario {
    struct Parameters: ParameterSet {
        @Parameter("How many workers the pool may have.", zh: "工作线程数", in: 1...100) var workers = 3
        @Parameter("How many tasks there are.", zh: "任务数", in: 1...1000) var tasks = 10
        @Parameter("How long a task takes.", zh: "每个任务的毫秒数", in: 0...10_000) var workMs = 20
    }

    struct Outcome: Sendable, Hashable {
        let results: [Int]
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        try ThreadPool(workers: parameters.workers, name: "pool").use { pool in
            let futures = try (1...parameters.tasks).map { task in
                try pool.submit(name: "task \(task)") {
                    print("task \(task) is done by", Thread.current.name)
                    try sleep(for: .milliseconds(parameters.workMs))
                    return task * task
                }
            }
            return Outcome(results: try futures.map { try $0.result() })
        }
    }
}

extension PoolSubmit {
    static let about = About(
        "pool-submit", chapter: .pools,
        title: Localized(en: "A thread pool", zh: "线程池"),
        summary: Localized(
            en: "Ten tasks for three workers: at most three run at once, and the results come in order.",
            zh: "十个任务交给三个工作线程：最多三个同时运行，结果按顺序取得。"),
        explanation: Localized(
            en: """
                submit queues a task and gives back a future at once. A worker that is free takes the next task. \
                result() waits until the future is finished, so reading the futures in order gives the results in \
                order, whoever finishes first.
                """,
            zh:
                "submit 把任务排进队列，立即返回 future。空闲的工作线程取走下一个任务。result() 等到 future 完成为止，因此按顺序读取 future 就按顺序得到结果，不管谁先完成。"
        ),
        expectation: Localized(en: "The squares of 1 to n, in order.", zh: "按顺序得到 1 到 n 的平方。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        ending == .completed(Outcome(results: (1...parameters.tasks).map { $0 * $0 }))
    }
}
