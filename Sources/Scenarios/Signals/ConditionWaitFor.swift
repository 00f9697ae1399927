import Threading

/// Threads wait for a door to open, and look for themselves whenever they are woken.
struct ConditionWaitFor: Scenario {
    struct Parameters: ParameterSet {
        @Parameter("How many threads wait.", zh: "等待的线程数", in: 1...100) var waiters = 3
        @Parameter("When the door opens.", zh: "开门前的毫秒数", in: 0...10_000) var opensAfterMs = 30
        @Parameter("How often all are woken while the door is still closed.", zh: "开门前误唤醒所有人的次数", in: 0...100)
        var early = 2
    }

    struct Outcome: Sendable, Hashable {
        let wentIn: Int
        let tooEarly: Int
        let looks: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let condition = Condition(name: "door")
        let isOpen = Shared(false, name: "open")
        let looks = (1...parameters.waiters).map { Shared(0, name: "looks of waiter \($0)") }
        let tooEarly = Queue<String>(name: "too early")

        let waiters = (1...parameters.waiters).map { number in
            Thread(name: "waiter \(number)") {
                try condition.withLock {
                    try condition.waitFor {
                        try looks[number - 1].write(looks[number - 1].read() + 1)
                        return try isOpen.read()
                    }
                    if try !isOpen.read() { try tooEarly.put(Thread.current.name) }
                }
                print(Thread.current.name, "goes in")
            }
        }
        let doorkeeper = Thread(name: "doorkeeper") {
            let interval = Duration.milliseconds(parameters.opensAfterMs) / (parameters.early + 1)
            for _ in 0..<parameters.early {
                try sleep(for: interval)
                print("knock, knock")
                try condition.withLock { try condition.notifyAll() }
            }
            try sleep(for: interval)
            try condition.withLock {
                print("the door is open")
                try isOpen.write(true)
                try condition.notifyAll()
            }
        }
        try runAll(waiters + [doorkeeper])
        return Outcome(
            wentIn: waiters.count, tooEarly: tooEarly.count, looks: looks.map(\.finalValue).reduce(0, +))
    }
}

extension ConditionWaitFor {
    static let about = About(
        "condition-wait-for", chapter: .signals,
        title: Localized(en: "Waiting for a predicate", zh: "等待谓词成立"),
        summary: Localized(
            en: "Threads wait for a door to open; woken too early, they look, and wait again.",
            zh: "线程等门打开；被过早叫醒时，看一眼，接着等。"),
        explanation: Localized(
            en: """
                To be woken is no proof. Somebody else may have been meant, what one waited for may be gone again, \
                and many systems wake a thread now and then for no reason at all. waitFor looks before it waits, \
                and again whenever it is woken, always with the lock held, and returns once its predicate holds. \
                Whoever comes when the door is open does not wait at all.
                """,
            zh:
                "被叫醒不说明任何问题：可能叫的是别人，等的东西可能又没了，许多系统还会偶尔无缘无故地唤醒线程。waitFor 先看再等，每次醒来都再看一遍，看的时候总拿着锁，谓词成立才返回。门开了才来的人根本不用等。"
        ),
        expectation: Localized(
            en:
                "Everybody goes in, and nobody before the door is open, after at most one look more than there were wake-ups.",
            zh: "人人都进了门，没有人在开门之前进去；每人看的次数至多比被唤醒的次数多一次。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        return outcome.wentIn == parameters.waiters && outcome.tooEarly == 0
            && outcome.looks >= parameters.waiters
    }
}
