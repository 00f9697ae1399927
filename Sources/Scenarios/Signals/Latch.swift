import Threading

/// Workers wait for the start and count down when they are done; the main thread waits for all of them.
struct LatchScenario: Scenario {
    struct Parameters: ParameterSet {
        @Parameter("How many threads work.", zh: "工作线程数", in: 1...100) var workers = 3
        @Parameter(
            "How often the main thread wants to be told before it goes on.", zh: "主线程等待的计数", in: 0...100)
        var counts = 3
        @Parameter("How long each works, at most.", zh: "每个线程最多工作的毫秒数", in: 0...10_000) var workMs = 20
    }

    struct Outcome: Sendable, Hashable {
        /// How many had done their part when the main thread went on.
        let doneInTime: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let start = try CountDownLatch(1, name: "start")
        let done = try CountDownLatch(parameters.counts, name: "done")
        let finished = Queue<String>(name: "finished")
        let workers = (1...parameters.workers).map { number in
            Thread(name: "worker \(number)") {
                try start.wait()
                var generator = RunGenerator()
                try sleep(for: .milliseconds(Int.random(in: 0...parameters.workMs, using: &generator)))
                try finished.put(Thread.current.name)
                done.countDown()
            }
        }
        for worker in workers { try worker.start() }
        print("go")
        start.countDown()
        try done.wait()
        let doneInTime = finished.count
        print(doneInTime, "of", parameters.workers, "are done")
        for worker in workers { try worker.join() }
        return Outcome(doneInTime: doneInTime)
    }
}

extension LatchScenario {
    static let about = About(
        "latch", chapter: .signals,
        title: Localized(en: "A latch", zh: "倒计数门闩"),
        summary: Localized(
            en: "Threads wait for a start signal, and the main thread for all of them: two latches.",
            zh: "工作线程等待起跑信号，主线程等待所有工作线程：两个门闩。"),
        explanation: Localized(
            en: """
                A latch opens once it has been counted down often enough, and then stays open. Unlike at a barrier, \
                those who count do not wait. With fewer counts than workers the main thread goes on too early; with \
                more it waits for a count that never comes.
                """,
            zh: "门闩计数减到零就打开，并且一直开着。与屏障不同，计数的线程不必等待。计数少于工作线程数时，主线程走得太早；多于时，它等的那次计数永远不会来。"),
        expectation: Localized(
            en:
                "All are done when the main thread goes on; with fewer counts perhaps not all; with more it deadlocks.",
            zh: "主线程继续时全部已完成；计数较少时可能没有全部完成；计数较多时会死锁。"))

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        switch ending {
        case .completed(let outcome):
            parameters.counts <= outcome.doneInTime && outcome.doneInTime <= parameters.workers
        case .deadlocked: parameters.counts > parameters.workers
        default: false
        }
    }

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        ending == .completed(Outcome(doneInTime: parameters.workers))
    }

    static func mistake(in outcome: Outcome, with parameters: Parameters) -> Localized {
        Localized(
            en: "the main thread went on when \(outcome.doneInTime) of \(parameters.workers) were done",
            zh: "主线程继续时，\(parameters.workers) 个中只有 \(outcome.doneInTime) 个已完成")
    }
}
