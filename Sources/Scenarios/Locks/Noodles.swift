import Threading

/// Eaters need the noodles and the fork, and two functions take them in opposite orders.
struct Noodles: Scenario {
    enum Fix: String, Sendable, CaseIterable {
        case none, rlock
    }

    struct Parameters: ParameterSet {
        @Parameter("Who eats; each twice, once by either function.", zh: "吃面的人；每人吃两次，两个函数各一次", count: 1...50)
        var names = ["Ann", "Ben", "Cho"]
        @Parameter(
            "How long an eater has the one before asking for the other.", zh: "拿到一样后停顿的毫秒数", in: 0...10_000)
        var pauseMs = 20
        @Parameter(
            "none: a lock for the noodles, and one for the fork. rlock: one reentrant lock for both.",
            zh: "none：面条和叉子各一把锁；rlock：两者共用一把可重入锁")
        var fix = Fix.none
    }

    struct Outcome: Sendable, Hashable {
        let plates: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let noodles: any Lockable
        let fork: any Lockable
        switch parameters.fix {
        case .none:
            noodles = Lock(name: "noodles")
            fork = Lock(name: "fork")
        case .rlock:
            noodles = RLock(name: "noodles and fork")
            fork = noodles
        }

        @Sendable func noodlesFirst(_ name: String) throws {
            try noodles.withLock {
                print(name, "has the noodles")
                try sleep(for: .milliseconds(parameters.pauseMs))
                try fork.withLock {
                    print(name, "has the fork, and eats")
                }
            }
        }

        @Sendable func forkFirst(_ name: String) throws {
            try fork.withLock {
                print(name, "has the fork")
                try sleep(for: .milliseconds(parameters.pauseMs))
                try noodles.withLock {
                    print(name, "has the noodles, and eats")
                }
            }
        }

        let eaters = parameters.names.flatMap { name in
            [
                Thread(name: "\(name) (noodles first)") { try noodlesFirst(name) },
                Thread(name: "\(name) (fork first)") { try forkFirst(name) },
            ]
        }
        try runAll(eaters)
        return Outcome(plates: eaters.count)
    }
}

extension Noodles {
    static let about = About(
        "noodles", chapter: .locks,
        title: Localized(en: "Noodles and a fork", zh: "抢面条和叉子"),
        summary: Localized(
            en: "Eaters need the noodles and the fork; who has the one waits for who has the other.",
            zh: "吃面要有面条和叉子；拿着这样的人，等着拿着那样的人。"),
        explanation: Localized(
            en: """
                Two functions of one program take the same two locks, one in this order, the other in that. Either \
                is right by itself; together they deadlock as soon as somebody has the noodles while somebody else \
                has the fork. One reentrant lock for both things leaves no order to get wrong, and one eater at a \
                time.
                """,
            zh: "同一个程序的两个函数要拿同样两把锁，顺序却相反。单看哪个都没错；可一旦有人拿着面条、另一个人拿着叉子，就死锁了。两样东西共用一把可重入锁，就没有顺序可以弄错，只是一次只能有一个人吃。"),
        expectation: Localized(
            en:
                "With two locks the run deadlocks, or, if the eaters happen not to meet, completes. With `rlock` all eat.",
            zh: "两把锁时会死锁；若恰好没碰上，则正常结束。rlock 时人人都吃上面。"))

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        ending == .completed(Outcome(plates: 2 * parameters.names.count))
            || (ending.isDeadlock && parameters.fix == .none)
    }
}
