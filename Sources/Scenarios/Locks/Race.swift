import Threading

/// Threads count a shared number down without a lock.
struct Race: Scenario {
    struct Parameters: ParameterSet {
        @Parameter("How many threads count down.", zh: "线程数", in: 1...500) var threads = 5
        @Parameter("How long each pauses between its read and its write.", zh: "读与写之间停顿的毫秒数", in: 0...10_000)
        var pauseMs = 20
        @Parameter("How often each counts.", zh: "每个线程减几次", in: 1...1000) var iterations = 1
    }

    struct Outcome: Sendable, Hashable {
        let expected: Int
        let finalValue: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let count = Shared(parameters.threads * parameters.iterations, name: "count")
        let threads = (0..<parameters.threads).map { _ in
            Thread {
                for _ in 0..<parameters.iterations {
                    let seen = try count.read()
                    try sleep(for: .milliseconds(parameters.pauseMs))
                    try count.write(seen - 1)
                }
            }
        }
        try runAll(threads)
        print("count is", count.finalValue)
        return Outcome(expected: 0, finalValue: count.finalValue)
    }
}

extension Race {
    static let about = About(
        "race", chapter: .locks,
        title: Localized(en: "A race", zh: "数据竞争"),
        summary: Localized(
            en: "Threads count a shared number down without a lock, and lose updates.",
            zh: "多个线程不加锁地递减同一个数，更新会丢失。"),
        explanation: Localized(
            en: """
                Each thread reads the number, pauses, and writes back one less. Whoever reads while another pauses \
                reads the old value, and its write undoes the other's. With 100 threads that all read before any \
                writes, the number ends at 99 instead of 0.
                """,
            zh: "每个线程先读出这个数，停顿一下，再写回减一的值。别人停顿时读到的是旧值，写回就抹掉了别人的更新。100 个线程若都在写之前读完，结果是 99 而不是 0。"),
        expectation: Localized(
            en: "The final value is anything from 0 to one less than the number of decrements.",
            zh: "最终值可以是 0 到（递减次数 − 1）之间的任何数。"))

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        return (0..<parameters.threads * parameters.iterations).contains(outcome.finalValue)
    }

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        return outcome.finalValue == outcome.expected
    }

    static func mistake(in outcome: Outcome, with parameters: Parameters) -> Localized {
        .lostUpdates(
            outcome.finalValue - outcome.expected, of: ("the count", "计数"), outcome.finalValue,
            outcome.expected)
    }
}
