import Threading

/// A function is mapped over inputs by a pool.
struct PoolMap: Scenario {
    struct Parameters: ParameterSet {
        @Parameter("How many workers the pool may have.", zh: "工作线程数", in: 1...100) var workers = 3
        @Parameter(
            "The inputs; each takes ten times as many milliseconds, and 0 fails.",
            zh: "输入；每个耗时为其 10 倍毫秒，0 会失败", each: 0...100, count: 0...100)
        var inputs = [5, 1, 4, 2, 3]
        @Parameter("How many inputs in a row one task works through.", zh: "一个任务连续处理几个输入", in: 1...100)
        var chunksize = 1
        @Parameter(
            "How long all results may take; null for any time.", zh: "取得全部结果的时限（毫秒）；null 表示不限", in: 0...60_000
        )
        var timeoutMs: Int? = nil
    }

    struct Outcome: Sendable, Hashable {
        let results: [Int]
        let error: String?
    }

    struct DivisionByZero: Error, CustomStringConvertible {
        var description: String { "division by zero" }
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        try ThreadPool(workers: parameters.workers, name: "pool").use { pool in
            var results = try pool.map(
                parameters.inputs, chunkSize: parameters.chunksize,
                timeout: parameters.timeoutMs.map { .milliseconds($0) }
            ) { input in
                try sleep(for: .milliseconds(input * 10))
                print("\(input) is done by", Thread.current.name)
                if input == 0 { throw DivisionByZero() }
                return 60 / input
            }
            var outputs: [Int] = []
            do {
                while let output = try results.next() { outputs.append(output) }
                return Outcome(results: outputs, error: nil)
            } catch FutureError.failed(let error) {
                return Outcome(results: outputs, error: String(describing: error))
            } catch FutureError.timedOut {
                return Outcome(results: outputs, error: "timed out")
            }
        }
    }
}

extension PoolMap {
    static let about = About(
        "pool-map", chapter: .pools,
        title: Localized(en: "Mapping over inputs", zh: "map 映射"),
        summary: Localized(
            en: "A pool maps a function over inputs; the results come in the order of the inputs.",
            zh: "线程池把函数映射到一组输入上；结果按输入的顺序给出。"),
        explanation: Localized(
            en: """
                map queues a task for every chunk of inputs, and gives back the results one by one, in the order of \
                the inputs, however the tasks finish. An error comes out where the result of its input would have \
                been read; tasks that nobody has begun by then are cancelled. Put a 0 among the inputs to see it.
                """,
            zh: "map 为每一段输入排一个任务，并按输入的顺序逐个给出结果，不管任务以什么顺序完成。错误会在读取那个输入的结果时出现，那时还没开始的任务会被取消。在输入里放一个 0 就能看到。"),
        expectation: Localized(
            en: "60 divided by each input, in order, up to the first 0 or the timeout.",
            zh: "按顺序得到 60 除以每个输入，直到第一个 0 或超时。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        let wanted = parameters.inputs.prefix { $0 != 0 }.map { 60 / $0 }
        if outcome.error == "timed out" {
            return parameters.timeoutMs != nil && wanted.starts(with: outcome.results)
        }
        return outcome.results == wanted && (outcome.error != nil) == parameters.inputs.contains(0)
    }
}
