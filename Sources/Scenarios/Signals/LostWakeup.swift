import Threading

/// A notification comes before those who wait for it, and is lost.
struct LostWakeup: Scenario {
    enum Fix: String, Sendable, CaseIterable {
        case none, flag
    }

    struct Parameters: ParameterSet {
        @Parameter("How many threads wait.", zh: "等待的线程数", in: 1...100) var waiters = 1
        @Parameter("How long each is on its way before it waits.", zh: "开始等待之前路上花的毫秒数", in: 0...10_000)
        var pauseMs = 20
        @Parameter(
            "none: just wait. flag: wait only while a flag is down, which the notifier raises first.",
            zh: "none：只管等；flag：只在标志还没立起时才等，通知者先立起标志再通知")
        var fix = Fix.none
    }

    struct Outcome: Sendable, Hashable {
        let woken: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let condition = Condition(name: "condition")
        let isReady = Shared(false, name: "ready")

        let waiters = (1...parameters.waiters).map { number in
            Thread(name: "waiter \(number)") {
                try sleep(for: .milliseconds(parameters.pauseMs))
                try condition.withLock {
                    switch parameters.fix {
                    case .none: try condition.wait()
                    case .flag: while try !isReady.read() { try condition.wait() }
                    }
                }
                print(Thread.current.name, "goes on")
            }
        }
        let notifier = Thread(name: "notifier") {
            try condition.withLock {
                if parameters.fix == .flag { try isReady.write(true) }
                print("ready: notify all")
                try condition.notifyAll()
            }
        }
        try runAll(waiters + [notifier])
        return Outcome(woken: waiters.count)
    }
}

extension LostWakeup {
    static let about = About(
        "lost-wakeup", chapter: .signals,
        title: Localized(en: "A lost wake-up", zh: "丢失的唤醒"),
        summary: Localized(
            en: "A notification that comes before the wait wakes nobody, and the waiter waits for ever.",
            zh: "通知来得比等待早，谁也没叫醒，等待者就永远等下去。"),
        explanation: Localized(
            en: """
                A condition remembers nothing: notify wakes those who wait now. Whoever comes later waits for a \
                notification that has been already. So what is waited for must be kept in a variable: the notifier \
                sets it before it notifies, and the waiter looks at it before it waits, both under the \
                condition's lock, so that nothing can happen between the look and the wait.
                """,
            zh:
                "条件变量什么也不记得：notify 只叫醒此刻在等的人。来晚的人等的是一个已经发过的通知。所以等的事情要记在变量里：通知者先设置它再通知，等待者先看它再等，两边都在条件的锁里进行，这样在看与等之间什么也不会发生。"
        ),
        expectation: Localized(
            en: "With `none` the run is at a standstill if any waiter comes too late. With `flag` all go on.",
            zh: "none 时只要有等待者来晚了，运行就停住不动。flag 时都能继续。"))

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        ending == .completed(Outcome(woken: parameters.waiters))
            || (ending.isDeadlock && parameters.fix == .none)
    }
}
