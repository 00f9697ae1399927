import Threading

/// Philosophers at a round table, a fork between any two; each eats with two forks.
struct Philosophers: Scenario {
    enum Fix: String, Sendable, CaseIterable {
        case none, order, waiter, `try`
    }

    struct Parameters: ParameterSet {
        @Parameter("How many philosophers, and forks, there are.", zh: "哲学家数（也是叉子数）", in: 2...100) var seats =
            5
        @Parameter("How often each eats.", zh: "每人吃几次", in: 1...100) var meals = 1
        @Parameter(
            "How long a philosopher has the first fork before taking the second.", zh: "拿起第一把叉子后停顿的毫秒数",
            in: 0...10_000)
        var pauseMs = 20
        @Parameter(
            """
            none: everyone takes the left fork, then the right one. order: the fork with the lower number first. \
            waiter: the same as none, but a waiter lets all but one reach for forks. try: whoever finds the second \
            fork taken puts the first one back, and tries again later.
            """,
            zh: "none：都先左后右；order：先拿编号小的；waiter：同 none，但服务员总留一人不许伸手；try：第二把拿不到就放回第一把，过会儿再试")
        var fix = Fix.none
        @Parameter(
            "With `try`: how often to try for a meal before leaving hungry.", zh: "try 时一餐最多试几次，之后饿着离开",
            in: 1...100)
        var attempts = 20
    }

    struct Outcome: Sendable, Hashable {
        let meals: Int
        let missed: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let seats = parameters.seats
        let pause = Duration.milliseconds(parameters.pauseMs)
        let forks = (1...seats).map { Lock(name: "fork \($0)") }
        let waiter = try Semaphore(seats - 1, name: "waiter")
        let hungry = Queue<String>(name: "hungry")

        let philosophers = (0..<seats).map { seat in
            let (left, right) = (forks[seat], forks[(seat + 1) % seats])
            let isLast = seat == seats - 1
            return Thread(name: "philosopher \(seat + 1)") {
                for _ in 1...parameters.meals {
                    switch parameters.fix {
                    case .none: try eat(left, right, pause)
                    case .order: try isLast ? eat(right, left, pause) : eat(left, right, pause)
                    case .waiter: try waiter.withPermit { try eat(left, right, pause) }
                    case .try:
                        if try !tryToEat(left, right, pause, attempts: parameters.attempts) {
                            print(Thread.current.name, "leaves hungry")
                            try hungry.put(Thread.current.name)
                        }
                    }
                }
            }
        }
        try runAll(philosophers)
        let missed = hungry.count
        return Outcome(meals: seats * parameters.meals - missed, missed: missed)
    }

    private static func eat(_ first: Lock, _ second: Lock, _ pause: Duration) throws {
        try first.withLock {
            print(Thread.current.name, "has", first.name)
            try sleep(for: pause)
            try second.withLock {
                print(Thread.current.name, "eats with", first.name, "and", second.name)
            }
        }
    }

    private static func tryToEat(_ first: Lock, _ second: Lock, _ pause: Duration, attempts: Int) throws
        -> Bool
    {
        var generator = RunGenerator()
        for attempt in 1...attempts {
            let hasEaten = try first.withLock {
                try sleep(for: pause)
                guard try second.tryAcquire() else { return false }
                print(Thread.current.name, "eats with", first.name, "and", second.name)
                try second.release()
                return true
            }
            if hasEaten { return true }
            print(Thread.current.name, "puts", first.name, "back")
            if attempt < attempts {
                try sleep(for: pause * Int.random(in: 0...attempt * 100, using: &generator) / 100)
            }
        }
        return false
    }
}

extension Philosophers {
    static let about = About(
        "philosophers", chapter: .locks,
        title: Localized(en: "Dining philosophers", zh: "哲学家就餐"),
        summary: Localized(
            en:
                "Each philosopher needs both forks beside the plate; if all take the left one first, nobody eats.",
            zh: "每位哲学家要用左右两把叉子；若都先拿左边的，谁也吃不成。"),
        explanation: Localized(
            en: """
                If each has the left fork and waits for the right one, the circle is closed. Three ways out: an \
                order of the forks, so that the last philosopher reaches for the other fork first; a waiter who \
                keeps one philosopher from the forks, so that one of the others finds two; or to put the fork back \
                when the other is taken, which never deadlocks, but promises nobody a meal. Five threads seldom \
                meet like that by themselves; the pause between the forks sees to it.
                """,
            zh:
                "人人拿着左边的叉子、等着右边的，环就闭合了。三条出路：给叉子排顺序，最后一位就会先拿另一把；请服务员总留一人不许伸手，别人中就有一位能拿齐；或者另一把拿不到就把手里的放回去，这不会死锁，但也不保证谁能吃上。五个线程很少自己凑成这样，两把叉子之间的停顿让它发生。"
        ),
        expectation: Localized(
            en:
                "With `none` the run deadlocks, or, if they happen not to meet, all eat. With `order` and `waiter` all eat. With `try` all eat, or leave hungry after their last attempt.",
            zh: "none 时会死锁；若恰好没碰上，则都能吃上。order 与 waiter 时人人吃上。try 时吃上，或用完尝试次数后饿着离开。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        return outcome.meals + outcome.missed == parameters.seats * parameters.meals
            && (outcome.missed == 0 || parameters.fix == .try)
    }

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        isCorrect(ending, with: parameters) || (ending.isDeadlock && parameters.fix == .none)
    }
}
