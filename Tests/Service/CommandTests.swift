import Scenarios
import TestClient
import Testing

@Suite struct `the command` {
    @Test func `lists every scenario`() throws {
        let (status, output, _) = try lockstep("list")
        #expect(status == 0)
        for scenario in Catalogue.scenarios {
            #expect(output.contains("\n  \(scenario.about.name) "), "\(scenario.about.name)")
        }
    }

    @Test func `runs a scenario and prints it as JSON`() throws {
        let (status, output, errors) = try lockstep(
            "run", "deadlock", "--json", "--set", "variant=self", "--seed", "7")
        #expect(status == 0, "a deadlock is what this scenario is to end in")
        #expect(errors.isEmpty)
        let run = try RunDocument(json: Array(output.utf8))
        #expect(run.status == "deadlocked")
        #expect(run.seed == 7)
    }

    @Test func `tells a run as a story`() throws {
        let (status, output, _) = try lockstep(
            "run", "pool-map", "--set", "inputs=[2,1]", "--set", "workers=2")
        #expect(status == 0)
        #expect(output.contains(#"Completed after "#))
        #expect(output.hasSuffix(#"{"results":[30,60],"error":null}"# + "\nCorrect.\n"))
    }

    @Test func `says in words what is wrong with a run, though it was to be expected`() throws {
        // In a simulation all read before any writes, since each sleeps in between.
        let (status, output, _) = try lockstep("run", "race", "--engine", "simulation", "--set", "threads=5")
        #expect(status == 0)
        let wrong = "\nWrong, as expected: the count is 4 and should be 0; 4 updates were lost.\n"
        #expect(output.contains(wrong))
    }

    @Test func `fails if the run does not end as the scenario expects`() throws {
        let (status, output, _) = try lockstep("run", "race", "--timeout-ms", "20", "--set", "pauseMs=10000")
        #expect(status == 1)
        #expect(output.contains("Timed out after"))
    }

    @Test(arguments: [
        (["race", "--set", "threads=abc"], "Error: --set threads must be an integer, not a string."),
        (["race", "--set", "threads"], "--set threads must be name=value."),
        (
            ["race", "--set", "threads=2", "--set", "pauseMs=1", "--set", "threads=3"],
            "Error: --set threads is there more than once."
        ),
        (["race", "--set", "a\u{1b}[31m\n=1"], #"--set a\u001b[31m\n is not a parameter of this scenario"#),
        (["race", "--set", "speed=1"], "--set speed is not a parameter of this scenario"),
        (
            ["race", "--engine", "magic"],
            "--engine must be one of threads, green, simulation for this scenario, not \"magic\"."
        ),
        (["race", "--timeout-ms", "0"], "--timeout-ms must be from 1 to 60000, not 0."),
        (["race", "--seed", "-1"], "--seed must be from 0 to 9007199254740991, not -1."),
        (["rce"], "There is no scenario \"rce\"; `lockstep list` lists those there are."),
    ])
    func `names what is wrong with its arguments`(_ arguments: [String], _ sentence: String) throws {
        let (status, output, errors) = try lockstep("run", arguments)
        #expect(status == 64, "the status of a wrong use")
        #expect(errors.contains(sentence), "\(errors)")
        #expect(output.isEmpty)
        #expect(!errors.contains("Usage:"))
    }

    @Test func `names the flags of explore, and not what a server calls them`() throws {
        let (status, _, errors) = try lockstep(
            "explore", "race", "--compare", "carrots", "--runs", "0", "--max-executions", "-3")
        #expect(status == 64)
        for sentence in [
            "--compare must be one of threads, green for this scenario, not \"carrots\".",
            "--runs must be from 1 to ", "--max-executions must be from 1 to ",
        ] { #expect(errors.contains(sentence), "\(errors)") }
    }

    @Test func `tells its version`() throws {
        let (status, output, _) = try lockstep("--version")
        #expect(status == 0 && output == "1.0.0\n")
    }

    private func lockstep(_ command: String, _ arguments: String...) throws -> (Int32, String, String) {
        try lockstep(command, arguments)
    }

    private func lockstep(_ command: String, _ arguments: [String]) throws -> (Int32, String, String) {
        let process = try LockstepProcess([command] + arguments)
        let (output, errors) = process.outputAndErrors()
        return (try process.wait(), output, errors)
    }
}
