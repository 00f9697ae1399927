import Playground
import Scenarios
import Synchronization
import Testing
import ThreadEngine
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

    /// What a program that returned says of its ending; nil if it did not return.
    static func end(_ scenario: String, _ parameters: JSONValue) throws -> PreparedRun.End? {
        let prepared = try #require(Catalogue.scenario(named: scenario)).prepare(parameters)
        let returned = Returned()
        let engine = ThreadEngine(threadLimit: 600, eventLimit: 100_000, seed: 1)
        try engine.start {
            let end = try prepared.body()
            returned.end.withLock { $0 = end }
        }
        _ = engine.wait(for: .seconds(60))
        engine.stop()
        return returned.end.withLock { $0 }
    }

    private final class Returned: Sendable {
        let end = Mutex<PreparedRun.End?>(nil)
    }
}
