import Threading

/// Many threads share a few permits.
struct SemaphoreScenario: Scenario {
    struct Parameters: ParameterSet {
        @Parameter("How many threads come.", zh: "线程数", in: 1...500) var threads = 10
        @Parameter("How many permits there are.", zh: "许可数", in: 1...100) var permits = 3
        @Parameter("How long each holds its permit.", zh: "持有许可的毫秒数", in: 0...10_000) var holdMs = 20
        @Parameter("Hold for a random time of up to `holdMs` instead.", zh: "改为随机时长，最多 holdMs")
        var randomHold = false
        @Parameter(
            "Use a bounded semaphore, and release it once too often at the end.", zh: "使用有界信号量，并在最后多释放一次")
        var bounded = false
    }

    struct Outcome: Sendable, Hashable {
        let served: Int
        let overReleaseError: String?
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        guard parameters.bounded else {
            let stalls = try Semaphore(parameters.permits, name: "stalls")
            let served = try visit(parameters) { try stalls.withPermit($0) }
            return Outcome(served: served, overReleaseError: nil)
        }
        let stalls = try BoundedSemaphore(parameters.permits, name: "stalls")
        let served = try visit(parameters) { try stalls.withPermit($0) }
        do {
            try stalls.release()
            return Outcome(served: served, overReleaseError: nil)
        } catch {
            print(error)
            return Outcome(served: served, overReleaseError: error.description)
        }
    }

    /// Lets all threads in, and says how many were served: those that found a free place. Nobody waits for a place;
    /// whoever has a permit finds one, or more are inside than there are permits.
    private static func visit(
        _ parameters: Parameters, withPermit: @escaping @Sendable (() throws -> Void) throws -> Void
    ) throws -> Int {
        let places = try Semaphore(parameters.permits, name: "free places")
        let crowded = Queue<String>(name: "found no place")
        let threads = (0..<parameters.threads).map { _ in
            Thread {
                try withPermit {
                    guard try places.tryAcquire() else { return try crowded.put(Thread.current.name) }
                    print(Thread.current.name, "is inside")
                    try sleep(for: .milliseconds(holdTime(parameters)))
                    places.release()
                }
            }
        }
        try runAll(threads)
        return parameters.threads - crowded.count
    }

    private static func holdTime(_ parameters: Parameters) -> Int {
        guard parameters.randomHold else { return parameters.holdMs }
        var generator = RunGenerator()
        return .random(in: 0...parameters.holdMs, using: &generator)
    }
}

extension SemaphoreScenario {
    static let about = About(
        "semaphore", chapter: .signals,
        title: Localized(en: "A semaphore", zh: "信号量"),
        summary: Localized(
            en: "Ten threads share three permits: never more than three are inside.",
            zh: "十个线程共用三个许可：里面永远不会超过三个。"),
        explanation: Localized(
            en: """
                A semaphore counts permits. acquire takes one and waits while there is none; release gives one back \
                and lets one of those who wait go on. The lanes show the waves. A bounded semaphore refuses to be \
                released more often than it was acquired.
                """,
            zh: "信号量对许可计数：acquire 取一个，没有就等待；release 还一个，并放行一个等待者。时间线上能看到一波一波的线程。有界信号量拒绝多余的释放。"),
        expectation: Localized(
            en: "All threads are served; a bounded semaphore refuses the last release.",
            zh: "所有线程都得到服务；有界信号量拒绝最后一次多余的释放。"))

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        return outcome.served == parameters.threads && (outcome.overReleaseError != nil) == parameters.bounded
    }
}
