import Exploration
import FiberEngine
import Scheduling
import Synchronization
import Testing
import ThreadEngine
import Threading
import Tracing

/// What carries the threads of a test. Every property of this suite must hold on all of them.
enum EngineUnderTest: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// Threads that belong to no run.
    case free
    /// The threads of a run on OS threads.
    case threads
    /// Fibers that take turns where they block.
    case green
    /// Fibers that take turns at every action, as a seed says, in virtual time.
    case simulation

    static let all = allCases
    /// Those that wake whoever has waited longest, which no primitive promises: a simulation wakes anybody.
    static let fair = allCases.filter { $0 != .simulation }

    var testDescription: String { rawValue }

    /// Runs a body to its end on a thread of the engine, and gives back what it returned or threw.
    ///
    /// A body that never ends fails its test instead of holding up the suite: `.timeLimit` cannot stop a thread.
    func run<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) throws -> Output {
        let result = ResultBox<Output>()
        switch self {
        case .free:
            let thread = Thread(name: "main") { result.fill(body) }
            try thread.start()
            if try !thread.join(timeout: .seconds(Self.patience)) {
                thread.interrupt()
                throw Unmet("the test's body did not end within \(Self.patience) s")
            }
        case .threads:
            try carry(result, body, on: ThreadEngine(threadLimit: 200, eventLimit: 10_000, seed: 1))
        case .green:
            try carry(
                result, body,
                on: FiberEngine(
                    SimulationSettings(threadLimit: 200, eventLimit: 10_000, seed: 1, clock: .wall)))
        case .simulation:
            let seed = UInt64.random(in: 0...999_999)
            do {
                try carry(
                    result, body,
                    on: FiberEngine(
                        SimulationSettings(threadLimit: 200, eventLimit: 10_000, seed: seed, clock: .virtual),
                        scheduler: SimulationScheduler(then: .random(seed: seed))))
                return try result.get()
            } catch { throw Unmet("with seed \(seed): \(error)") }
        }
        return try result.get()
    }

    private func carry<Output: Sendable>(
        _ result: ResultBox<Output>, _ body: @escaping @Sendable () throws -> Output,
        on engine: some RunEngine
    ) throws {
        try engine.start { result.fill(body) }
        let end = engine.wait(within: Budget(.seconds(Self.patience)))
        engine.stop()
        // Lets the threads go, which would otherwise keep one another alive through the engine.
        _ = engine.trace()
        if end != .finished { throw Unmet("the test's run ended as \(end)") }
    }

    /// In seconds; far above what any test needs on a busy machine.
    private static let patience = 60
}

/// Where a thread leaves what came of its body.
final class ResultBox<Output: Sendable>: Sendable {
    private let result = Mutex<Result<Output, any Error>?>(nil)

    func fill(_ body: () throws -> Output) {
        let outcome = Result { try body() }
        result.withLock { $0 = outcome }
    }

    func get() throws -> Output {
        guard let outcome = result.withLock({ $0 }) else { throw Unmet("the thread has left no result") }
        return try outcome.get()
    }
}
