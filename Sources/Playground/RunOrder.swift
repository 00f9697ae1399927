import Scenarios
import Synchronization
import ThreadEngine
import Threading
import Tracing

/// A request that has been found to be in order.
struct RunOrder: Sendable {
    let queuedRun: Run
    private let prepared: PreparedRun
    private let timeout: Duration

    init(_ request: RunRequest, limits: Limits) throws(LaunchError) {
        guard let scenario = Catalogue.scenario(named: request.scenario) else {
            throw .unknownScenario(request.scenario)
        }
        var errors: [FieldError] = []
        let engine = Self.engine(request.engine, of: scenario, &errors)
        timeout = Self.timeout(request.timeoutMs, limits, &errors)
        if let seed = request.seed, !Self.seeds.contains(seed) {
            errors.append(
                FieldError(field: "seed", detail: "must be from 0 to \(Self.seeds.upperBound), not \(seed)."))
        }
        var prepared: PreparedRun?
        do { prepared = try scenario.prepare(request.parameters) } catch {
            errors += error.errors.map { error in
                FieldError(
                    field: error.name.isEmpty ? "parameters" : "parameters.\(error.name)",
                    detail: error.detail)
            }
        }
        guard let prepared, errors.isEmpty else { throw .invalid(errors) }
        self.prepared = prepared
        queuedRun = Run(
            id: RunID(), scenario: request.scenario, engine: engine, status: .queued,
            parameters: prepared.parameters, seed: request.seed ?? Int.random(in: Self.seeds))
    }

    /// What JSON readers that keep numbers as doubles can still tell apart.
    private static let seeds = 0...(1 << 53 - 1)

    private static func engine(
        _ name: String?, of scenario: AnyScenario, _ errors: inout [FieldError]
    ) -> EngineName {
        guard let name else { return scenario.about.engines[0] }
        if let engine = scenario.about.engines.first(where: { $0.rawValue == name }) { return engine }
        let names = scenario.about.engines.map(\.rawValue).joined(separator: ", ")
        errors.append(
            FieldError(field: "engine", detail: "must be one of \(names) for this scenario, not \"\(name)\".")
        )
        return scenario.about.engines[0]
    }

    private static func timeout(_ milliseconds: Int?, _ limits: Limits, _ errors: inout [FieldError])
        -> Duration
    {
        guard let milliseconds else { return limits.defaultTimeout }
        let longest = Int(limits.longestTimeout.nanoseconds / 1_000_000)
        if !(1...longest).contains(milliseconds) {
            errors.append(
                FieldError(field: "timeoutMs", detail: "must be from 1 to \(longest), not \(milliseconds)."))
        }
        return .milliseconds(milliseconds)
    }

    /// The engine that the run is for.
    func engine(_ limits: Limits) -> ThreadEngine {
        ThreadEngine(
            threadLimit: limits.threadsPerRun, eventLimit: limits.eventsPerRun, seed: UInt64(queuedRun.seed))
    }

    /// Runs the scenario to its end, however it ends. Blocks the calling thread, which supervises the run.
    func execute(_ run: inout Run, on engine: ThreadEngine) {
        let ending = MainEnding()
        do {
            try engine.start { [prepared] in try ending.set(Result { try prepared.program() }) }
        } catch {
            run.status = .failed
            run.error = error.description
            return
        }
        let end = engine.wait(for: timeout)
        run.durationNs = engine.now()
        let interrupted = engine.stop()
        run.trace = engine.trace()
        conclude(&run, end, ending.result, interrupted)
    }

    private func conclude(
        _ run: inout Run, _ end: RunEnd, _ main: Result<AnyOutcome, any Error>?,
        _ interrupted: [ThreadID]
    ) {
        switch end {
        case .finished:
            switch main {
            case .success(let outcome):
                run.status = .completed
                run.outcome = outcome.json
                run.isExpected = prepared.isExpected(.completed(outcome))
            case .failure(let error):
                run.status = .failed
                run.error = String(describing: error)
                run.isExpected = false
            case nil: preconditionFailure("a run has finished, but its main thread has not")
            }
        case .cycle: watchdog(.cycle, .deadlocked)
        case .quiescent: watchdog(.quiescent, .deadlocked)
        case .timedOut: watchdog(.timeout, .timedOut)
        case .cancelled: run.status = .cancelled
        }
        run.findings =
            run.trace.deadlocks(isStandstill: end == .quiescent) + run.trace.lostUpdates
            + run.trace.uncaughtErrors

        func watchdog(_ reason: WatchdogReport.Reason, _ status: RunStatus) {
            run.status = status
            if status == .deadlocked { run.isExpected = prepared.isExpected(.deadlocked) }
            run.watchdog = WatchdogReport(
                timeoutNs: timeout.nanoseconds, reason: reason, atNs: run.durationNs ?? 0,
                interrupted: interrupted)
        }
    }
}

/// How a run's main thread ended: set by that thread, read once it is gone.
private final class MainEnding: Sendable {
    private let ending = Mutex<Result<AnyOutcome, any Error>?>(nil)

    var result: Result<AnyOutcome, any Error>? { ending.withLock { $0 } }

    /// Keeps the ending, and throws its error, so that the thread ends with it too.
    func set(_ result: Result<AnyOutcome, any Error>) throws {
        ending.withLock { $0 = result }
        _ = try result.get()
    }
}
