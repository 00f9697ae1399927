import Threading

/// Threads wait for a condition, and a controller notifies some of them at a time.
struct ConditionScenario: Scenario {
    struct Parameters: ParameterSet {
        @Parameter("How many threads wait.", zh: "等待的线程数", in: 1...100) var waiters = 10
        @Parameter("How many to notify, time after time.", zh: "每一次通知几个", each: 0...100, count: 0...100)
        var notify = [4, 2, 4]
    }

    struct Outcome: Sendable, Hashable {
        let woken: [[String]]
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let condition = Condition(name: "condition")
        let arrivals = try Semaphore(0, name: "arrivals")
        let wokenUp = Queue<String>(name: "woken up")

        for number in 1...parameters.waiters {
            try Thread(name: "waiter \(number)") {
                try condition.withLock {
                    arrivals.release()
                    try condition.wait()
                }
                print(Thread.current.name, "goes on")
                try wokenUp.put(Thread.current.name)
            }.start()
        }
        for _ in 1...parameters.waiters { try arrivals.acquire() }

        var left = parameters.waiters
        var woken: [[String]] = []
        for count in parameters.notify {
            print("notify \(count)")
            try condition.withLock { try condition.notify(count) }
            woken.append(try (0..<min(count, left)).map { _ in try wokenUp.get() })
            left -= min(count, left)
        }
        print(left, "are left waiting")
        return Outcome(woken: woken)
    }
}

extension ConditionScenario {
    static let about = About(
        "condition", chapter: .signals,
        title: Localized(en: "A condition", zh: "条件变量"),
        summary: Localized(
            en: "Ten threads wait; a controller wakes four, then two, then four of them.",
            zh: "十个线程在等待；控制者先唤醒四个，再两个，再四个。"),
        explanation: Localized(
            en: """
                wait lets the condition's lock go, sleeps until notified, and takes the lock again. notify(k) wakes \
                at most k of those who wait, those who have waited longest first; a notification that nobody waits \
                for is lost. Notify fewer than there are, and the rest wait for ever: the watchdog names them.
                """,
            zh: "wait 放开条件的锁，睡到被通知，再重新拿锁。notify(k) 最多唤醒 k 个等待者，等得最久的先醒；没人等待时的通知就丢了。通知得不够，剩下的就永远等待：看门狗会说出它们是谁。"
        ),
        expectation: Localized(
            en:
                "Each notification wakes exactly as many as it says, or all that are left. If any are left at the end, the run is at a standstill.",
            zh: "每次通知恰好唤醒所说的个数（或剩下的全部）。最后若还有剩，运行就停住不动。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        return outcome.woken.joined().count == parameters.waiters
    }

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        let isEnough = parameters.notify.reduce(0, +) >= parameters.waiters
        return isEnough ? isCorrect(ending, with: parameters) : ending.isDeadlock
    }
}
