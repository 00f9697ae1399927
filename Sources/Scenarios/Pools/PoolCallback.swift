import Threading

/// Futures call functions back when they are done.
struct PoolCallback: Scenario {
    struct Parameters: ParameterSet {
        @Parameter("How many workers the pool may have.", zh: "工作线程数", in: 1...100) var workers = 2
        @Parameter("How many tasks there are.", zh: "任务数", in: 1...100) var tasks = 4
    }

    struct Outcome: Sendable, Hashable {
        let inWorkers: Int
        let inMain: Int
        let results: [Int]
    }

    struct CallbackFailed: Error, CustomStringConvertible {
        var description: String { "this callback always fails" }
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let callers = Queue<String>(name: "callers")
        let results = try ThreadPool(workers: parameters.workers, name: "pool").use { pool in
            let allAdded = Event(name: "all callbacks added")
            let futures = try (1...parameters.tasks).map { task in
                try pool.submit(name: "task \(task)") {
                    try allAdded.wait()
                    return task * task
                }
            }
            for future in futures {
                future.addDoneCallback { future in
                    print("the callback of \(future.name) runs in", Thread.current.name)
                    try callers.put(Thread.current.name)
                }
            }
            futures[0].addDoneCallback { _ in throw CallbackFailed() }
            allAdded.set()
            let results = try futures.map { try $0.result() }

            futures[0].addDoneCallback { future in
                print("\(future.name) is done already: its callback runs in", Thread.current.name)
                try callers.put(Thread.current.name)
            }
            return results
        }
        var names: [String] = []
        while !callers.isEmpty { names.append(try callers.get()) }
        let inMain = names.count { $0 == "MainThread" }
        return Outcome(inWorkers: names.count - inMain, inMain: inMain, results: results)
    }
}

extension PoolCallback {
    static let about = About(
        "pool-callback", chapter: .pools,
        title: Localized(en: "Callbacks", zh: "回调"),
        summary: Localized(
            en: "Futures call functions back when they are done: in the worker, or at once in the caller.",
            zh: "future 完成时回调函数：在工作线程里，或者（若已完成）立即在调用者里。"),
        explanation: Localized(
            en: """
                A callback runs in the thread that completes the future, which is the worker; one that is added to \
                a future that is done already runs at once in the thread that adds it. An error in a callback is \
                recorded, and harms neither the worker nor the future's result.
                """,
            zh: "回调在完成 future 的线程（即工作线程）里运行；若 future 已经完成，则立即在添加回调的线程里运行。回调里的错误会被记录，但既不影响工作线程，也不影响结果。"),
        expectation: Localized(
            en:
                "One callback in a worker for each task, one in the main thread, one that fails, and every result.",
            zh: "每个任务在工作线程里回调一次，主线程里一次，另有一个失败的回调；结果一个不少。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        ending
            == .completed(
                Outcome(
                    inWorkers: parameters.tasks, inMain: 1, results: (1...parameters.tasks).map { $0 * $0 }))
    }
}
