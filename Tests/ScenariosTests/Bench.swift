import JSON
import Playground
import Programs
import Scenarios
import Scheduling
import Storage
import Testing
import ThreadEngine
import Threading

/// Where tests run scenarios.
enum Bench {
    private static let jobs = Result { try jobs() }

    /// A place for jobs, of whose records the last ones alone are kept.
    static func jobs(_ limits: Limits = Limits()) throws -> Jobs {
        try Jobs(
            limits: limits,
            store: MemoryJobStore(keeping: [.run: 1, .exploration: 1], eventLimit: 1_000_000))
    }

    /// Runs a scenario to its end.
    static func run(
        _ scenario: String, on engine: EngineName? = nil, _ parameters: JSONValue = .null, seed: Int? = nil,
        schedule: String? = nil, timeoutMs: Int = 60_000
    ) throws -> Run {
        try jobs.get().runs.launch(
            RunRequest(
                scenario: scenario, engine: engine?.rawValue, seed: seed, schedule: schedule,
                timeoutMs: timeoutMs,
                parameters: parameters)
        ).ended.result().record
    }

    /// How a program ends on real threads.
    static func ending(of program: Program) -> Ending<AnyOutcome> {
        Executor(program.body).execute(
            on: ThreadEngine(threadLimit: 600, eventLimit: 1_000_000, seed: 1), within: Budget(.seconds(60))
        ).ending
    }
}
