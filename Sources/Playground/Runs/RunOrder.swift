import Analyses
import Events
import Exploration
import FiberEngine
import JSON
import Programs
import Scenarios
import Scheduling
import Threading
import Tracing

/// A request that has been found to be in order.
struct RunOrder: Sendable {
    let queuedRun: Run
    private let prepared: Program
    private let timeout: Duration
    private let schedule: Schedule?
    private let pauses: Bool

    init(_ request: RunRequest, limits: Limits) throws(LaunchError) {
        guard let scenario = Catalogue.scenario(named: request.scenario) else {
            throw .unknownScenario(request.scenario)
        }
        var errors: [FieldError] = []
        let engine = Self.engine(request, of: scenario, &errors)
        timeout = Self.timeout(request.timeoutMs, limits, &errors)
        if let seed = request.seed, !Self.seeds.contains(seed) {
            errors.append(
                FieldError(field: "seed", detail: "must be from 0 to \(Self.seeds.upperBound), not \(seed)."))
        }
        schedule = Self.schedule(request.schedule, &errors)
        pauses = request.pauses
        let prepared = scenario.prepare(request.parameters, &errors)
        guard let prepared, errors.isEmpty else { throw .invalid(errors) }
        self.prepared = prepared
        queuedRun = Run(
            id: JobID(), scenario: request.scenario, engine: engine, status: .queued,
            parameters: prepared.parameters, seed: request.seed ?? Int.random(in: Self.seeds),
            chaos: request.chaos)
    }

    /// What JSON readers that keep numbers as doubles can still tell apart.
    static let seeds = 0...(1 << 53 - 1)

    private static func engine(
        _ request: RunRequest, of scenario: AnyScenario, _ errors: inout [FieldError]
    ) -> EngineName {
        let engines = scenario.about.engines
        let needsSimulation = request.schedule != nil || request.pauses
        let standard = needsSimulation && engines.contains(.simulation) ? EngineName.simulation : engines[0]
        let name = request.engine ?? standard.rawValue
        guard let engine = engines.first(where: { $0.rawValue == name }) else {
            let names = engines.map(\.rawValue).joined(separator: ", ")
            errors.append(
                FieldError(
                    field: "engine", detail: "must be one of \(names) for this scenario, not \"\(name)\"."))
            return standard
        }
        if request.chaos && engine != .threads {
            errors.append(
                FieldError(
                    field: "chaos", detail: "is for the engine threads only, and the engine is \(name)."))
        }
        if needsSimulation && engine != .simulation {
            let field = request.schedule != nil ? "schedule" : "pause"
            errors.append(
                FieldError(
                    field: field, detail: "is for the engine simulation only, and the engine is \(name)."))
        }
        return engine
    }

    private static func schedule(_ text: String?, _ errors: inout [FieldError]) -> Schedule? {
        guard let text else { return nil }
        do { return try Schedule(text) } catch {
            errors.append(FieldError(field: "schedule", detail: error.description))
            return nil
        }
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

    /// What carries the run.
    func carrier(_ limits: Limits) -> RunCarrier {
        RunCarrier(
            queuedRun.engine, limits, seed: UInt64(queuedRun.seed), chaos: queuedRun.chaos,
            schedule: schedule, pauses: pauses)
    }

    /// Runs the scenario to its end, however it ends. Blocks the calling thread, which supervises the run.
    func execute(_ run: inout Run, on carrier: RunCarrier, within budget: Budget) {
        let engine = carrier.engine
        let conclusion = Executor(prepared.body).execute(on: engine, within: budget.part(atMost: timeout))
        run.trace = engine.trace()
        // In a simulation, events are shown a little after their time.
        let last = run.trace.events.last?.atNs ?? 0
        run.durationNs = run.engine == .simulation ? max(conclusion.atNs, last) : conclusion.atNs
        carrier.describe(&run, isWhole: conclusion.ending.isWhole)
        conclude(&run, conclusion)
        if let misfit = carrier.misfit {
            run.status = .failed
            (run.outcome, run.isExpected, run.watchdog) = (nil, nil, nil)
            run.error = "The schedule does not fit this program: \(misfit)"
        }
    }

    private func conclude(_ run: inout Run, _ conclusion: Conclusion<AnyOutcome>) {
        let ending = conclusion.ending
        run.status = JobStatus(ending)
        if ending.isWhole { run.isExpected = prepared.isExpected(ending) }
        var isStandstill = false
        switch ending {
        case .completed(let outcome): run.outcome = outcome.json
        case .failed(let failure): run.error = failure.description
        case .deadlocked(.cycle): watchdog(.cycle)
        case .deadlocked(.quiescent):
            watchdog(.quiescent)
            isStandstill = true
        case .timedOut: watchdog(.timeout)
        case .cancelled, .paused, .cut: break
        }
        run.findings = run.trace.findings(isStandstill: isStandstill)

        func watchdog(_ reason: WatchdogReport.Reason) {
            run.watchdog = WatchdogReport(
                timeoutNs: timeout.nanoseconds, reason: reason, atNs: run.durationNs ?? 0,
                interrupted: conclusion.interrupted)
        }
    }
}

extension JobStatus {
    /// What a run is that ended so. One that was cut short is shown as one whose time was up.
    init<Outcome>(_ ending: Ending<Outcome>) {
        self =
            switch ending {
            case .completed: .completed
            case .failed: .failed
            case .deadlocked: .deadlocked
            case .timedOut, .cut: .timedOut
            case .cancelled: .cancelled
            case .paused: .paused
            }
    }
}

extension AnyScenario {
    /// Reads parameters; adds to the errors, and gives nil, if some are wrong.
    func prepare(_ parameters: JSONValue, _ errors: inout [FieldError]) -> Program? {
        do { return try prepare(parameters) } catch {
            errors += error.errors.map { error in
                FieldError(
                    field: error.name.isEmpty ? "parameters" : "parameters.\(error.name)",
                    detail: error.detail)
            }
            return nil
        }
    }
}
