import FiberEngine
public import Scheduling
import Synchronization
import ThreadEngine
import Threading
public import Tracing

/// What carries the threads of a test. A property of something that is used by threads should hold on all of them:
///
///     @Test(arguments: EngineUnderTest.allCases)
///     func `a stack gives back what was pushed`(engine: EngineUnderTest) throws {
///         try engine.run { ... }
///     }
public enum EngineUnderTest: String, CaseIterable, Codable, Sendable {
    /// Threads that belong to no run.
    case free
    /// The threads of a run on OS threads.
    case threads
    /// Fibers that take turns where they block.
    case green
    /// Fibers that take turns at every action, as a seed says, in virtual time.
    case simulation

    /// Those that wake whoever has waited longest, which no primitive promises: a simulation wakes anybody.
    public static let fair = allCases.filter { $0 != .simulation }

    /// Those that know all their threads, and end a run of which nothing can come any more.
    public static let watched = allCases.filter { $0 != .free }

    /// Runs a body to its end on a thread of the engine, and gives back what it returned or threw.
    ///
    /// A body that does not end in time fails its test instead of holding up the suite: a test's own time limit cannot stop
    /// a thread.
    ///
    /// - Parameters:
    ///   - seed: who acts when in a simulation; any unless it is given, and told by the error then.
    ///   - time: how long the body may take; far above what any test needs on a busy machine.
    /// - Throws: what the body throws; `Unmet` if it does not end.
    public func run<Output: Sendable>(
        seed: UInt64? = nil, within time: Duration = .seconds(60),
        _ body: @escaping @Sendable () throws -> Output
    ) throws -> Output {
        let result = ResultBox<Output>()
        switch self {
        case .free:
            let thread = Thread(name: Thread.mainName) { result.fill(body) }
            try thread.start()
            if try !thread.join(timeout: time) {
                thread.interrupt()
                throw Unmet("the test's body did not end within \(time)")
            }
        case .threads, .green:
            try carry(result, body, on: engine(seed: 1), within: time)
        case .simulation:
            let seed = seed ?? UInt64.random(in: 0...999_999)
            do {
                try carry(result, body, on: engine(seed: seed), within: time)
                return try result.get()
            } catch { throw Unmet("with seed \(seed): \(error)") }
        }
        return try result.get()
    }

    /// Runs a program to its end, however it ends, and says how, and what its threads did. Not for `free`, which knows
    /// nothing of runs.
    public func watch(
        seed: UInt64 = .random(in: 0...999_999), within time: Duration = .seconds(60),
        _ body: @escaping @Sendable () throws -> Void
    ) throws -> (end: RunEnd, trace: Trace) {
        let engine = engine(seed: seed)
        try engine.start(body)
        let end = engine.wait(within: Budget(time))
        engine.stop()
        return (end, engine.trace())
    }

    private func engine(seed: UInt64) -> any RunEngine {
        switch self {
        case .free: preconditionFailure("threads that belong to no run have no engine that ends one")
        case .threads: ThreadEngine(threadLimit: 200, eventLimit: 10_000, seed: seed)
        case .green:
            FiberEngine(SimulationSettings(threadLimit: 200, eventLimit: 10_000, seed: seed, clock: .wall))
        case .simulation:
            FiberEngine(
                SimulationSettings(threadLimit: 200, eventLimit: 10_000, seed: seed, clock: .virtual),
                scheduler: SimulationScheduler(then: .random(seed: seed)))
        }
    }

    private func carry<Output: Sendable>(
        _ result: ResultBox<Output>, _ body: @escaping @Sendable () throws -> Output,
        on engine: any RunEngine, within time: Duration
    ) throws {
        try engine.start { result.fill(body) }
        let end = engine.wait(within: Budget(time))
        engine.stop()
        // Lets the threads go, which would otherwise keep one another alive through the engine.
        _ = engine.trace()
        if end != .finished { throw Unmet("the test's run ended as \(end)") }
    }
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
