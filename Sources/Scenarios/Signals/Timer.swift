import Threading

/// A function is called after a time, unless it is cancelled before.
struct TimerScenario: Scenario {
    struct Parameters: ParameterSet {
        @Parameter("After how long the function is called.", zh: "多少毫秒后调用", in: 0...60_000) var intervalMs =
            50
        @Parameter(
            "After how long the timer is cancelled; null for never.", zh: "多少毫秒后取消；null 表示不取消", in: 0...60_000
        )
        var cancelAfterMs: Int? = nil
    }

    struct Outcome: Sendable, Hashable {
        let fired: Bool
        let cancelled: Bool
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let fired = Event(name: "fired")
        let timer = Timer(after: .milliseconds(parameters.intervalMs), name: "timer") {
            print("hello, world")
            fired.set()
        }
        try timer.start()
        var cancelled = false
        if let cancelAfterMs = parameters.cancelAfterMs {
            try sleep(for: .milliseconds(cancelAfterMs))
            cancelled = timer.cancel()
            print(cancelled ? "cancelled in time" : "too late to cancel")
        }
        try timer.join()
        return Outcome(fired: fired.isSet, cancelled: cancelled)
    }
}

extension TimerScenario {
    static let about = About(
        "timer", chapter: .signals,
        title: Localized(en: "A timer", zh: "定时器"),
        summary: Localized(
            en: "A function is called after a time, unless it is cancelled before.",
            zh: "过一段时间调用一个函数，除非在那之前被取消。"),
        explanation: Localized(
            en: """
                A timer is a thread that waits for its cancellation, for a limited time: if the time is up first, \
                it calls the function. A cancellation that comes too late changes nothing, and says so.
                """,
            zh: "定时器是一个限时等待「取消」的线程：时间先到，就调用函数。来得太晚的取消什么也改变不了，并且会如实返回。"),
        expectation: Localized(
            en: "The timer either fires or is cancelled, never both; without a cancellation it fires.",
            zh: "定时器要么触发，要么被取消，不会两者皆有；不取消就一定触发。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        return outcome.fired != outcome.cancelled && (parameters.cancelAfterMs != nil || outcome.fired)
    }
}
