import Threading

/// The deadlock's threads again, which now agree on an order, or back off.
struct LockOrder: Scenario {
    enum Fix: String, Sendable, CaseIterable {
        case none, order
        case backOff = "back-off"
    }

    struct Parameters: ParameterSet {
        @Parameter(
            "How many threads; each wants its own lock and its neighbour's.", zh: "线程数；各要自己的锁和邻居的锁",
            in: 2...100)
        var threads = 2
        @Parameter(
            "How long a thread holds its first lock before it asks for the second.", zh: "拿到第一把锁后停顿的毫秒数",
            in: 0...10_000)
        var holdMs = 20
        @Parameter(
            """
            none: own lock first, as in `deadlock`. order: the lock with the lower number first. back-off: own lock \
            first, and if the other is not free, let go and try again later.
            """,
            zh: "none：先拿自己的锁，同 deadlock；order：总是先拿编号小的锁；back-off：先拿自己的，另一把不空闲就放手，过会儿再试")
        var fix = Fix.order
        @Parameter(
            "How often a thread that backs off tries before it gives up.", zh: "back-off 时最多尝试几次", in: 1...100
        )
        var attempts = 20
    }

    struct Outcome: Sendable, Hashable {
        let finished: Int
        let retries: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let hold = Duration.milliseconds(parameters.holdMs)
        let count = parameters.threads
        let locks = (1...count).map { Lock(name: "lock \($0)") }
        let retries = (1...count).map { Shared(0, name: "retries of thread \($0)") }
        let gaveUp = Queue<String>(name: "gave up")

        let threads = (0..<count).map { own in
            let other = (own + 1) % count
            return Thread {
                switch parameters.fix {
                case .none:
                    try take(locks[own], then: locks[other], hold)
                case .order:
                    try take(locks[min(own, other)], then: locks[max(own, other)], hold)
                case .backOff:
                    var attempt = 1
                    while try !tryBoth(locks[own], locks[other], hold) {
                        if attempt == parameters.attempts { return try gaveUp.put(Thread.current.name) }
                        try sleep(for: backOffTime(after: attempt, hold))
                        try retries[own].write(attempt)
                        attempt += 1
                    }
                }
            }
        }
        try runAll(threads)
        return Outcome(
            finished: count - gaveUp.count, retries: retries.map(\.finalValue).reduce(0, +))
    }

    private static func take(_ first: Lock, then second: Lock, _ hold: Duration) throws {
        try first.withLock {
            print(Thread.current.name, "has", first.name)
            try sleep(for: hold)
            try second.withLock {
                print(Thread.current.name, "has", first.name, "and", second.name)
            }
        }
    }

    private static func tryBoth(_ first: Lock, _ second: Lock, _ hold: Duration) throws -> Bool {
        try first.withLock {
            try sleep(for: hold)
            guard try second.tryAcquire() else {
                print(Thread.current.name, "has", first.name, "but not", second.name)
                return false
            }
            print(Thread.current.name, "has", first.name, "and", second.name)
            try second.release()
            return true
        }
    }

    /// A random time, of a wider range from attempt to attempt: threads that pause alike meet again and again.
    private static func backOffTime(after attempt: Int, _ hold: Duration) -> Duration {
        var generator = RunGenerator()
        return hold * Int.random(in: 0...attempt * 100, using: &generator) / 100
    }
}

extension LockOrder {
    static let about = About(
        "lock-order", chapter: .locks,
        title: Localized(en: "An order of locks", zh: "加锁顺序"),
        summary: Localized(
            en: "The deadlock again, repaired: all take the locks in one order, or let go of what they have.",
            zh: "修好了的死锁：大家按同一顺序拿锁，或者拿不到就放手。"),
        explanation: Localized(
            en: """
                A circle of waiting threads needs somebody who holds a later lock and wants an earlier one. If all \
                take the locks in one order, nobody does. Where no order can be had, a thread can try: if the \
                second lock is not free, it lets the first one go, waits for a random time, and tries again. \
                Nobody waits while holding, so there is no deadlock; but nobody is promised success either, and \
                threads that always back off alike never get through: a livelock.
                """,
            zh:
                "等待成环，必定有人占着后面的锁去要前面的锁。大家都按同一顺序拿锁，就没有这样的人。排不出顺序时还可以试探：第二把锁不空闲，就放开第一把，随机等一会儿再来。没有人占着锁等待，所以不会死锁；但也没有人保证成功，若大家总是步调一致地退让，就谁也过不去：这叫活锁。"
        ),
        expectation: Localized(
            en:
                "With `order` all finish. With `back-off` all finish or give up after their last attempt. With `none` the run may deadlock.",
            zh: "order 时全部完成；back-off 时全部完成，或用完尝试次数后放弃；none 时可能死锁。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        return outcome.finished == parameters.threads || parameters.fix == .backOff
    }

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        isCorrect(ending, with: parameters) || (ending.isDeadlock && parameters.fix == .none)
    }
}
