import Threading

/// What an event costs: a pair of actions that are recorded, less the same pair outside any run, halved.
enum RecordingBenchmark {
    static func run() throws {
        var contest = Contest(
            title: "lock pair", unit: .nanosecondsEach, reference: "outside any run", rounds: 9)
        let pairs = 200_000
        contest.add("outside any run") { try pairsRate(pairs) }
        contest.add("recorded") { try inRun { try pairsRate(pairs) } }
        let medians = try contest.run()
        guard let plain = medians["outside any run"], let recorded = medians["recorded"] else { return }
        print(
            "To record an event costs \(Contest.Unit.nanosecondsEach.shown(2 / (1 / recorded - 1 / plain))).")
    }

    private static func pairsRate(_ pairs: Int) throws -> Double {
        let lock = Lock()
        return try rate(of: pairs) {
            for _ in 0..<pairs {
                try lock.acquire()
                try lock.release()
            }
        }
    }
}
