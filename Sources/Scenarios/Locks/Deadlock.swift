import Threading

/// Threads take locks in opposite orders, and wait for one another for ever.
struct Deadlock: Scenario {
    enum Variant: String, Sendable, CaseIterable {
        case oppositeOrder = "opposite-order"
        case twoFunctions = "two-functions"
        case selfDeadlock = "self"
    }

    struct Parameters: ParameterSet {
        @Parameter("How many threads; `self` has one whatever this says.", zh: "线程数（self 总是一个）", in: 2...100)
        var threads = 2
        @Parameter(
            "How long a thread holds its first lock before it asks for the second.", zh: "拿到第一把锁后停顿的毫秒数",
            in: 0...10_000)
        var holdMs = 20
        @Parameter(
            """
            opposite-order: each thread takes its own lock, then its neighbour's. two-functions: each takes A then \
            B, and after that B then A. self: one thread takes one lock twice.
            """,
            zh: "opposite-order：各拿自己的锁再拿邻居的；two-functions：先 A 后 B，再先 B 后 A；self：同一线程两次拿同一把锁")
        var variant = Variant.oppositeOrder
    }

    struct Outcome: Sendable, Hashable {
        let finished: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let hold = Duration.milliseconds(parameters.holdMs)
        let threads =
            switch parameters.variant {
            case .oppositeOrder: oppositeOrder(parameters.threads, hold)
            case .twoFunctions: twoFunctions(parameters.threads, hold)
            case .selfDeadlock: sameLockTwice(hold)
            }
        try runAll(threads)
        return Outcome(finished: threads.count)
    }

    private static func oppositeOrder(_ count: Int, _ hold: Duration) -> [Thread] {
        let locks = (0..<count).map { Lock(name: "lock \(letter($0))") }
        return (0..<count).map { index in
            Thread { try take(locks[index], then: locks[(index + 1) % count], hold) }
        }
    }

    private static func twoFunctions(_ count: Int, _ hold: Duration) -> [Thread] {
        let (a, b) = (Lock(name: "lock A"), Lock(name: "lock B"))
        return (0..<count).map { _ in
            Thread {
                try take(a, then: b, .zero)
                try take(b, then: a, hold)
            }
        }
    }

    private static func sameLockTwice(_ hold: Duration) -> [Thread] {
        let lock = Lock(name: "lock A")
        return [Thread { try take(lock, then: lock, hold) }]
    }

    private static func take(_ first: Lock, then second: Lock, _ hold: Duration) throws {
        let me = Thread.current.name
        try first.withLock {
            print(me, "has", first.name)
            try sleep(for: hold)
            try second.withLock {
                print(me, "has", first.name, "and", second.name)
            }
        }
    }

    private static func letter(_ index: Int) -> String {
        index < 26 ? String(UnicodeScalar(UInt8(65 + index))) : "\(index + 1)"
    }
}

extension Deadlock {
    static let about = About(
        "deadlock", chapter: .locks,
        title: Localized(en: "A deadlock", zh: "死锁"),
        summary: Localized(
            en: "Threads take two locks in opposite orders, and wait for one another for ever.",
            zh: "线程以相反的顺序拿两把锁，永远互相等待。"),
        explanation: Localized(
            en: """
                Each thread holds the lock that another wants next. Nobody lets go before having both, so nobody \
                ever has both. The watchdog sees the circle as soon as it closes, interrupts the threads, and says \
                what each held and what it waited for. Two threads that happen not to meet can get through: a \
                deadlock is a matter of timing.
                """,
            zh:
                "每个线程都占着别人接下来要的锁，谁都不肯先放手，于是谁都拿不齐。看门狗在环闭合的一刻就发现它，中断这些线程，并说明各自占有什么、在等什么。若线程恰好没有碰上，也可能顺利通过：死锁取决于时机。"
        ),
        expectation: Localized(
            en:
                "The run deadlocks, or, if the threads happen not to meet, completes. `self` always deadlocks.",
            zh: "运行会死锁；若线程恰好没碰上，则正常结束。self 总是死锁。"))

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        switch ending {
        case .deadlocked: true
        case .completed: parameters.variant != .selfDeadlock
        default: false
        }
    }
}
