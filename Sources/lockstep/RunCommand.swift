import ArgumentParser
import Playground
import Storage
import Threading
import Tracing

/// `lockstep run`: one run, without a server.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a scenario and tell what its threads did.",
        discussion: "Exits with 0 if the run ended as the scenario expects, with 1 if not.")

    @Argument(help: "The scenario; `lockstep list` lists them.")
    var scenario: String

    @OptionGroup var settings: ScenarioSettings

    @Option(help: "What schedules the threads.")
    var engine: String?

    @Option(parsing: .unconditional, help: "What the run's random numbers begin with.")
    var seed: Int?

    @Flag(
        help:
            "Hold threads back at random, so that rare interleavings come more often; for the engine threads."
    )
    var chaos = false

    @Option(help: "The choices to repeat, as a simulated run or an exploration gives them.")
    var schedule: String?

    @Flag(help: "End the run where the schedule ends, and say what each thread would do next.")
    var pause = false

    @Option(parsing: .unconditional, help: "How long the run may take, in milliseconds.")
    var timeoutMs: Int?

    @Flag(help: "Print the run as JSON.")
    var json = false

    func run() throws {
        let limits = Limits()
        let jobs = try Jobs(
            limits: limits, store: MemoryJobStore(keeping: [.run: 1], eventLimit: limits.eventsPerRun))
        let request = RunRequest(
            scenario: scenario, engine: engine, seed: seed, chaos: chaos, schedule: schedule, pauses: pause,
            timeoutMs: timeoutMs, parameters: try settings.parameters())
        let job: Job<RunPlan>
        do { job = try jobs.runs.launch(request) } catch { throw refusal(error.sentence) }
        let run = try job.ended.result()
        if json {
            print(String(decoding: run.json, as: UTF8.self))
        } else {
            print(run.record.text, terminator: "")
        }
        jobs.shutdown(grace: .zero)
        if run.record.isExpected != true { throw ExitCode.failure }
    }
}
