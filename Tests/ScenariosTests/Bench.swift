import Playground
import Scenarios
import Threading
import Tracing

/// Where tests run scenarios.
enum Bench {
    private static let launcher = Launcher(
        limits: Limits(), store: MemoryRunStore(runLimit: 1, eventLimit: 1_000_000))

    /// Runs a scenario to its end.
    static func run(
        _ scenario: String, on engine: EngineName? = nil, _ parameters: JSONValue = .null, seed: Int? = nil,
        timeoutMs: Int = 60_000
    ) throws -> Run {
        try launcher.launch(
            RunRequest(
                scenario: scenario, engine: engine?.rawValue, seed: seed, timeoutMs: timeoutMs,
                parameters: parameters)
        ).ended.result()
    }
}
