import Threading

/// Tasks of a pool wait for other tasks of the same pool, which no worker is left to begin.
struct PoolDeadlock: Scenario {
    enum Fix: String, Sendable, CaseIterable {
        case none
        case secondPool = "second-pool"
        case handOn = "hand-on"
    }

    struct Parameters: ParameterSet {
        @Parameter("How many workers the pool may have.", zh: "工作线程数", in: 1...50) var workers = 2
        @Parameter(
            "How many tasks there are that need another task's result.", zh: "需要别的任务结果的任务数", in: 1...100)
        var tasks = 2
        @Parameter(
            "How long a task works before it submits the one it needs.", zh: "提交所需任务之前工作的毫秒数", in: 0...10_000)
        var workMs = 20
        @Parameter(
            """
            none: a task waits for the one it needs. second-pool: those that are needed have a pool of their own. \
            hand-on: a task does not wait, but hands on the future it got.
            """,
            zh: "none：任务等待它需要的任务；second-pool：被需要的任务另用一个线程池；hand-on：任务不等，把拿到的 future 交出去")
        var fix = Fix.none
    }

    struct Outcome: Sendable, Hashable {
        let results: [Int]
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        try ThreadPool(workers: parameters.workers, name: "pool").use { pool in
            switch parameters.fix {
            case .none: try waitInside(pool, for: pool, parameters)
            case .secondPool:
                try ThreadPool(workers: parameters.workers, name: "second pool").use { second in
                    try waitInside(pool, for: second, parameters)
                }
            case .handOn: try handOn(pool, parameters)
            }
        }
    }

    private static func waitInside(
        _ pool: ThreadPool, for other: ThreadPool, _ parameters: Parameters
    ) throws -> Outcome {
        let futures = try (1...parameters.tasks).map { number in
            try pool.submit(name: "task \(number)") {
                try sleep(for: .milliseconds(parameters.workMs))
                let needed = try other.submit(name: "needed by task \(number)") { number * number }
                print("task \(number) waits for what it needs")
                return try needed.result()
            }
        }
        return Outcome(results: try futures.map { try $0.result() })
    }

    private static func handOn(_ pool: ThreadPool, _ parameters: Parameters) throws -> Outcome {
        let futures = try (1...parameters.tasks).map { number in
            try pool.submit(name: "task \(number)") {
                try sleep(for: .milliseconds(parameters.workMs))
                print("task \(number) hands on what it needs")
                return try pool.submit(name: "needed by task \(number)") { number * number }
            }
        }
        return Outcome(results: try futures.map { try $0.result().result() })
    }
}

extension PoolDeadlock {
    static let about = About(
        "pool-deadlock", chapter: .pools,
        title: Localized(en: "A pool that waits for itself", zh: "等待自己的线程池"),
        summary: Localized(
            en: "Every worker waits for a task that only a worker could begin.",
            zh: "每个工作线程都在等一个任务，而那个任务只有工作线程才能开始。"),
        explanation: Localized(
            en: """
                A task that waits keeps its worker. If all workers run tasks that wait for queued ones, nobody is \
                left to begin those: no lock is involved, and no thread waits for another in a circle, and yet \
                nothing goes on. More workers only put it off until there are more tasks. Give the needed tasks a \
                pool of their own, whose tasks wait for nobody, or let no task wait: hand the future on to \
                whoever can.
                """,
            zh:
                "等待中的任务占着它的工作线程。若所有工作线程都在等排队的任务，就没有人来开始它们：没有锁，线程之间也没有成环，却谁也走不下去。多加工作线程只是推迟到任务更多的时候。给被需要的任务另开一个线程池（那里的任务谁也不等），或者任务里根本不等：把 future 交给能等的人。"
        ),
        expectation: Localized(
            en:
                "With `none` the run may be at a standstill if there are as many tasks as workers, and is for sure with one worker. Otherwise it ends with the squares of 1 to n, in order.",
            zh: "none 且任务数不少于工作线程数时可能停住不动，只有一个工作线程时必然如此。否则按顺序得到 1 到 n 的平方。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        ending == .completed(Outcome(results: (1...parameters.tasks).map { $0 * $0 }))
    }

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard parameters.fix == .none else { return isCorrect(ending, with: parameters) }
        switch ending {
        case .completed: return parameters.workers > 1 && isCorrect(ending, with: parameters)
        case .deadlocked: return parameters.tasks >= parameters.workers
        default: return false
        }
    }
}
