import Threading

/// Connectors retry until a checker says that the server is ready, or give up.
struct EventScenario: Scenario {
    struct Parameters: ParameterSet {
        @Parameter("How many threads want to connect.", zh: "想连接的线程数", in: 1...100) var connectors = 2
        @Parameter("When the checker finds the server ready.", zh: "检查者宣布就绪前的毫秒数", in: 0...10_000)
        var readyAfterMs = 50
        @Parameter("How often each connector tries.", zh: "每个连接者尝试的次数", in: 1...100) var attempts = 3
        @Parameter("How long an attempt lasts.", zh: "每次尝试等待的毫秒数", in: 1...10_000) var intervalMs = 30
    }

    struct Outcome: Sendable, Hashable {
        let connected: Int
    }

    struct ConnectionTimedOut: Error, CustomStringConvertible {
        let attempts: Int
        var description: String { "no connection after \(attempts) attempts" }
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let isReady = Event(name: "server is ready")
        let connected = Queue<String>(name: "connected")

        let connectors = (1...parameters.connectors).map { number in
            Thread(name: "connector \(number)") {
                var attempt = 1
                while !isReady.isSet {
                    if attempt > parameters.attempts {
                        throw ConnectionTimedOut(attempts: parameters.attempts)
                    }
                    print(Thread.current.name, "attempt", attempt)
                    try isReady.wait(timeout: .milliseconds(parameters.intervalMs))
                    attempt += 1
                }
                print(Thread.current.name, "is connected")
                try connected.put(Thread.current.name)
            }
        }
        let checker = Thread(name: "checker") {
            print("checking the server")
            try sleep(for: .milliseconds(parameters.readyAfterMs))
            isReady.set()
        }
        try runAll(connectors + [checker])
        return Outcome(connected: connected.count)
    }
}

extension EventScenario {
    static let about = About(
        "event", chapter: .signals,
        title: Localized(en: "An event", zh: "事件"),
        summary: Localized(
            en: "Connectors wait for a checker's event, and give up after three attempts.",
            zh: "连接者等待检查者设置事件，尝试三次后放弃。"),
        explanation: Localized(
            en: """
                An event is a flag that threads can wait for. Setting it wakes all of them at once. Each connector \
                waits with a timeout, so it can count its attempts; the last one ends with an error, in its own \
                thread, which harms no other: they go on, but the program as a whole has failed. Let the server be ready \
                later than attempts × interval to see it.
                """,
            zh:
                "事件是线程可以等待的标志，一旦设置，所有等待者同时被唤醒。连接者带超时地等待，因此能数自己的尝试次数；超过次数就在自己的线程里以错误结束，不影响别人：其他线程照常继续，但整个程序算作失败。把就绪时间调得比「次数 × 间隔」更晚就能看到。"
        ),
        expectation: Localized(
            en:
                "Every connector connects, or one gives up with an error of its own, and the program has failed.",
            zh: "所有连接者都连上；或者有连接者以自己的错误结束，程序因此失败。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        ending == .completed(Outcome(connected: parameters.connectors))
            || ending == .uncaught(ConnectionTimedOut(attempts: parameters.attempts))
    }
}
