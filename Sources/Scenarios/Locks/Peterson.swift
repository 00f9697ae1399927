import Threading

/// Two threads keep each other out by nothing but loading and storing atomic variables.
struct Peterson: Scenario {
    enum Fix: String, Sendable, CaseIterable {
        case none, peterson
        case turnFirst = "turn-first"
    }

    struct Parameters: ParameterSet {
        @Parameter(
            "How long a thread is inside; before, it dawdles for a random time of up to this.",
            zh: "在里面停留的毫秒数；进去之前随机拖延，最多也这么久",
            in: 0...10_000)
        var pauseMs = 10
        @Parameter(
            "How often a thread looks whether it may go in before it gives up.", zh: "放弃之前看几次能否进入",
            in: 1...1000)
        var looks = 100
        @Parameter(
            """
            none: look at the other's flag, then raise one's own. turn-first: give the turn away, then raise one's \
            flag, then look. peterson: raise one's flag, then give the turn away, then look.
            """,
            zh: "none：先看对方的旗，再升自己的；turn-first：先让出先机，再升旗，再看；peterson：先升旗，再让出先机，再看")
        var fix = Fix.none
    }

    struct Outcome: Sendable, Hashable {
        let entered: Int
        let counted: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let pause = Duration.milliseconds(parameters.pauseMs)
        let flags = [Atomic(false, name: "flag 0"), Atomic(false, name: "flag 1")]
        let turn = Atomic(0, name: "turn")
        let count = Shared(0, name: "count")
        let gaveUp = Queue<String>(name: "gave up")

        @Sendable func dawdle() throws {
            var generator = RunGenerator()
            try sleep(for: pause * Int.random(in: 0...100, using: &generator) / 100)
        }

        /// Looks again and again whether it holds, and says whether it did.
        @Sendable func wait(until holds: () throws -> Bool) throws -> Bool {
            for _ in 1...parameters.looks {
                if try holds() { return true }
                try sleep(for: .milliseconds(1))
            }
            return false
        }

        @Sendable func enter(_ me: Int) throws -> Bool {
            let other = 1 - me
            switch parameters.fix {
            case .none:
                guard try wait(until: { try !flags[other].load() }) else { return false }
                try dawdle()
                try flags[me].store(true)
                return true
            case .turnFirst:
                try turn.store(other)
                try dawdle()
                try flags[me].store(true)
            case .peterson:
                try flags[me].store(true)
                try dawdle()
                try turn.store(other)
            }
            return try wait { try !flags[other].load() || turn.load() == me }
        }

        let threads = (0...1).map { me in
            Thread(name: "thread \(me)") {
                if try enter(me) {
                    let seen = try count.read()
                    print(Thread.current.name, "is inside")
                    try sleep(for: pause)
                    try count.write(seen + 1)
                } else {
                    print(Thread.current.name, "gives up")
                    try gaveUp.put(Thread.current.name)
                }
                try flags[me].store(false)
            }
        }
        try runAll(threads)
        return Outcome(entered: 2 - gaveUp.count, counted: count.finalValue)
    }
}

extension Peterson {
    static let about = About(
        "peterson", chapter: .locks,
        title: Localized(en: "A lock made of variables", zh: "用变量做的锁"),
        summary: Localized(
            en:
                "Two threads keep each other out by nothing but variables: two attempts that fail, and Peterson's algorithm.",
            zh: "两个线程只靠变量互斥：两次失败的尝试，和 Peterson 算法。"),
        explanation: Localized(
            en: """
                To look and then raise one's flag is too late: both may look before either raises, and both go in. \
                If both raised it first and only then looked, each might wait for the other for ever. Peterson's \
                algorithm adds a turn, which each gives to the other: it cannot be against both. The order matters: \
                with the turn first, one thread can look before the other's flag is up, and the other goes in \
                because it is its turn. Seldom do two threads meet like that; explore it. All this needs every load \
                and store to happen in one order for all threads. Atomic variables promise that; plain ones do not, \
                and on real processors the algorithm fails with them. The count itself is a plain variable: with \
                `peterson` nobody races for it, as whoever goes in has loaded what the other stored in leaving.
                """,
            zh:
                "先看再升旗就晚了：双方可能都在升旗之前看，于是都进去。若都先升旗再看，又可能永远互相等。Peterson 算法加了一个「轮到谁」，各自把它让给对方：它不可能同时拦住两个人。顺序很要紧：若先让出先机，一个线程可能在对方升旗之前就看过了，而对方因为轮到自己也进来。两个线程很少凑成这样，探索一下就能看到。这一切要求所有读写在所有线程眼里是同一个顺序。原子变量保证这一点；普通变量不保证，在真实处理器上用它们写这个算法会失败。计数本身是普通变量：用 peterson 时没有人为它竞争，因为进来的人都读到了对方离开时写下的值。"
        ),
        expectation: Localized(
            en:
                "With `none` and `turn-first` both may be inside at once, and one count is lost. With `peterson` no count is ever lost.",
            zh: "none 与 turn-first 时两人可能同时在里面，丢掉一次计数。peterson 时计数绝不会丢。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        return (0...2).contains(outcome.entered) && outcome.counted == outcome.entered
    }

    static func mistake(in outcome: Outcome, with parameters: Parameters) -> Localized {
        .lostUpdates(
            outcome.entered - outcome.counted, of: ("the count", "计数"), outcome.counted, outcome.entered)
    }

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        isCorrect(ending, with: parameters)
            || (ending == .completed(Outcome(entered: 2, counted: 1)) && parameters.fix != .peterson)
    }
}
