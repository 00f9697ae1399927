import JSON
import TestClient
import Testing

@Suite struct `a failing schedule, in other processes` {
    /// Explores in one process, and replays every wrong end in several more.
    @Test(
        arguments: [
            ("race", ["threads=3"]), ("deadlock", []), ("philosophers", ["seats=3"]), ("lost-wakeup", []),
            ("pool-deadlock", []),
        ] as [(String, [String])])
    func `leads to its end every time`(_ scenario: String, _ settings: [String]) throws {
        let settings = settings.flatMap { ["--set", $0] }
        let explored = try lockstep(["explore", scenario, "--json"] + settings)
        #expect(explored.status == 1, "it found what is wrong")
        let exploration = try JSONParser.parse(Array(explored.output.utf8))
        let wrong = (exploration["outcomes"]?.elements ?? []).filter { $0["correct"] == .bool(false) }
        let seed = try #require(exploration["seed"]?.integer)
        #expect(!wrong.isEmpty)
        for outcome in wrong {
            let schedule = try #require(outcome["schedule"]?.string)
            let arguments =
                ["run", scenario, "--json", "--seed", "\(seed)", "--schedule", schedule] + settings
            let runs = try (0..<4).map { _ in
                let run = try lockstep(arguments)
                #expect(run.status == 0, "the scenario expects it")
                return try JSONParser.parse(Array(run.output.utf8))
            }
            for run in runs {
                #expect(run["status"] == outcome["status"])
                #expect(run["outcome"] == outcome["outcome"])
                #expect(run["schedule"]?.string == schedule)
                #expect(run["trace"] == runs[0]["trace"])
            }
        }
    }

    private func lockstep(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = try LockstepProcess(arguments)
        let (output, _) = process.outputAndErrors()
        return (try process.wait(), output)
    }
}
