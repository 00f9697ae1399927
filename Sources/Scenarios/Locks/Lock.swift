import Threading

/// Threads count a shared number down under a lock.
struct LockScenario: Scenario {
    enum Style: String, Sendable, CaseIterable {
        case explicit, scoped
    }

    struct Parameters: ParameterSet {
        @Parameter("How many threads count down.", zh: "线程数", in: 1...500) var threads = 5
        @Parameter("How long each pauses between its read and its write.", zh: "读与写之间停顿的毫秒数", in: 0...10_000)
        var pauseMs = 20
        @Parameter("acquire() and release(), or withLock { }.", zh: "显式 acquire/release，或 withLock 作用域")
        var style = Style.scoped
    }

    struct Outcome: Sendable, Hashable {
        let expected: Int
        let finalValue: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let count = Shared(parameters.threads, name: "count")
        let lock = Lock(name: "mutex")

        @Sendable func countDown() throws {
            let seen = try count.read()
            try sleep(for: .milliseconds(parameters.pauseMs))
            try count.write(seen - 1)
        }

        let threads = (0..<parameters.threads).map { _ in
            Thread {
                switch parameters.style {
                case .explicit:
                    try lock.acquire()
                    try countDown()
                    try lock.release()
                case .scoped:
                    try lock.withLock { try countDown() }
                }
            }
        }
        try runAll(threads)
        print("count is", count.finalValue)
        return Outcome(expected: 0, finalValue: count.finalValue)
    }
}

extension LockScenario {
    static let about = About(
        "lock", chapter: .locks,
        title: Localized(en: "A lock", zh: "互斥锁"),
        summary: Localized(
            en: "The race again, with a lock around the read and the write: nothing is lost.",
            zh: "还是那场竞争，但读和写都在锁里：一次更新也不会丢。"),
        explanation: Localized(
            en: """
                Only one thread at a time is between acquire and release, so nobody reads while another is about to \
                write. The price can be seen in the lanes: the threads run one after the other.
                """,
            zh: "同一时刻只有一个线程处在 acquire 与 release 之间，所以没有人会在别人将要写入时读取。代价在时间线上看得见：线程一个接一个地运行。"),
        expectation: Localized(en: "The final value is always 0.", zh: "最终值总是 0。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        ending == .completed(Outcome(expected: 0, finalValue: 0))
    }

    static func mistake(in outcome: Outcome, with parameters: Parameters) -> Localized {
        .lostUpdates(
            outcome.finalValue - outcome.expected, of: ("the count", "计数"), outcome.finalValue,
            outcome.expected)
    }
}
