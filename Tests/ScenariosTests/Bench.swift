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
        schedule: String? = nil, timeoutMs: Int = 60_000
    ) throws -> Run {
        try launcher.launch(
            RunRequest(
                scenario: scenario, engine: engine?.rawValue, seed: seed, schedule: schedule,
                timeoutMs: timeoutMs,
                parameters: parameters)
        ).ended.result()
    }

    /// How a program ends; nil if it neither returns nor deadlocks.
    static func ending(of prepared: PreparedRun) throws -> Ending<AnyOutcome>? {
        let returned = Returned()
        let engine = ThreadEngine(threadLimit: 600, eventLimit: 1_000_000, seed: 1)
        try engine.start {
            let outcome = try prepared.program()
            returned.outcome.withLock { $0 = outcome }
        }
        let end = engine.wait(for: .seconds(60))
        engine.stop()
        switch end {
        case .finished: return returned.outcome.withLock { $0 }.map { .completed($0) }
        case .cycle, .quiescent: return .deadlocked
        case .timedOut, .cancelled, .givenUp: return nil
        }
    }

    private final class Returned: Sendable {
        let outcome = Mutex<AnyOutcome?>(nil)
    }
}
