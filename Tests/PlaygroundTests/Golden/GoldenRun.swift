import Analyses
import Events
import JSON
import Playground
import Programs
import Scenarios
import Testing
import Threading
import Tracing

/// A run that is the same each time it is written: made by hand of the real types, and judged by the real analyses.
struct GoldenRun: Sendable, CustomTestStringConvertible {
    /// The name of its file, without what follows the dot.
    let name: String
    let run: Run

    var testDescription: String { name }

    static let all = [
        deadlock, race, semaphore, conditionStandstill, barrier, queueBlocking, poolMap, lockOrder, kinds,
        circularWait,
    ]

    /// A run that ended by itself.
    static func completed(
        _ name: String, _ scenario: String, number: Int, _ parameters: JSONValue, outcome: JSONValue,
        mistake: Localized? = nil, _ trace: Trace
    ) -> GoldenRun {
        var run = started(scenario, number, parameters, trace)
        run.status = .completed
        run.outcome = outcome
        run.isExpected = true
        (run.isCorrect, run.mistake) = (mistake == nil, mistake)
        run.findings = trace.findings(isStandstill: false)
        return GoldenRun(name: name, run: run)
    }

    /// A run that the watchdog ended because nothing could come of it any more.
    static func deadlocked(
        _ name: String, _ scenario: String, number: Int, _ parameters: JSONValue,
        _ reason: WatchdogReport.Reason,
        interrupted: [ThreadID], _ trace: Trace
    ) -> GoldenRun {
        var run = started(scenario, number, parameters, trace)
        run.status = .deadlocked
        run.isExpected = true
        run.isCorrect = false
        run.mistake = Localized(en: "threads wait for what never comes", zh: "有线程在等待永远不会到来的东西")
        watch(&run, reason, interrupted)
        return GoldenRun(name: name, run: run)
    }

    /// A run whose time was up.
    static func timedOut(
        _ name: String, _ scenario: String, number: Int, interrupted: [ThreadID], _ trace: Trace
    ) -> GoldenRun {
        var run = started(scenario, number, [:], trace)
        run.status = .timedOut
        watch(&run, .timeout, interrupted)
        return GoldenRun(name: name, run: run)
    }

    private static func watch(
        _ run: inout Run, _ reason: WatchdogReport.Reason, _ interrupted: [ThreadID]
    ) {
        let trace = run.trace
        run.findings = trace.findings(isStandstill: reason == .quiescent)
        let firstInterruption = trace.events.first { $0.phase == .interrupt }?.atNs ?? 0
        run.watchdog = WatchdogReport(
            timeoutNs: 10_000_000_000, reason: reason, atNs: firstInterruption - 5_000,
            interrupted: interrupted)
    }

    private static func started(_ scenario: String, _ number: Int, _ parameters: JSONValue, _ trace: Trace)
        -> Run
    {
        guard let id = JobID("1m7y48teff5r\(number)") else { preconditionFailure("\(number) is no digit") }
        var run = Run(
            id: id, scenario: scenario, engine: .threads, status: .running, parameters: parameters,
            seed: number)
        run.trace = trace
        run.durationNs = (trace.events.last?.atNs ?? 0) + 4_000
        return run
    }
}
