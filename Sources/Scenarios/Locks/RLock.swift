import Threading

/// The deadlock's threads, with one reentrant lock in place of all its locks.
struct ReentrantLock: Scenario {
    struct Parameters: ParameterSet {
        @Parameter("How many threads; `self` has one whatever this says.", zh: "线程数（self 总是一个）", in: 2...100)
        var threads = 2
        @Parameter(
            "How long a thread holds the lock before it takes it again.", zh: "第一次拿到锁后停顿的毫秒数", in: 0...10_000)
        var holdMs = 20
        @Parameter("The variant of `deadlock` that is repaired.", zh: "所修复的 deadlock 变体")
        var variant = Deadlock.Variant.oppositeOrder
    }

    struct Outcome: Sendable, Hashable {
        let finished: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let lock = RLock(name: "rlock")
        let hold = Duration.milliseconds(parameters.holdMs)

        @Sendable func takeTwice(_ hold: Duration) throws {
            try lock.withLock {
                print(Thread.current.name, "has the lock once")
                try sleep(for: hold)
                try lock.withLock {
                    print(Thread.current.name, "has the lock twice")
                }
            }
        }

        let count = parameters.variant == .selfDeadlock ? 1 : parameters.threads
        let threads = (0..<count).map { _ in
            Thread {
                if parameters.variant == .twoFunctions { try takeTwice(.zero) }
                try takeTwice(hold)
            }
        }
        try runAll(threads)
        return Outcome(finished: threads.count)
    }
}

extension ReentrantLock {
    static let about = About(
        "rlock", chapter: .locks,
        title: Localized(en: "A reentrant lock", zh: "可重入锁"),
        summary: Localized(
            en: "The deadlock's threads with one reentrant lock in both places: all get through.",
            zh: "把死锁里的两把锁都换成同一把可重入锁：全部顺利通过。"),
        explanation: Localized(
            en: """
                A reentrant lock knows its owner and counts. Its owner may take it again without waiting, and it is \
                free for others when the count is back at 0. With one lock there is no order to get wrong.
                """,
            zh: "可重入锁记得主人并计数。主人可以不等待地再次获取；计数回到 0，别人才能拿到。只有一把锁，就没有顺序可以弄错。"),
        expectation: Localized(en: "The run always completes.", zh: "运行总能正常结束。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        let count = parameters.variant == .selfDeadlock ? 1 : parameters.threads
        return ending == .completed(Outcome(finished: count))
    }
}
