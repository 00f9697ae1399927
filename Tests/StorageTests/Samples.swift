import Analyses
import Events
import Exploration
import JSON
import Playground
import Programs
import Scheduling
import Tracing

/// A record of which tests make as many as they need.
protocol SampleRecord: JobRecord {
    /// A new record, of a job that has not ended or has, and that takes about `size` times as much room as one of size 1.
    static func sample(_ scenario: String, status: JobStatus, size: Int) -> Self

    /// What becomes of it: every field has a value.
    func ended(size: Int) -> Self
}

extension SampleRecord {
    static func sample(status: JobStatus = .completed, size: Int = 0) -> Self {
        sample("race", status: status, size: size)
    }
}

extension JobKind {
    /// What records of this kind are.
    var record: any SampleRecord.Type {
        switch self {
        case .run: Run.self
        case .exploration: ExplorationRecord.self
        }
    }
}

/// Parameters with everything that JSON can have.
private let sampleParameters: JSONValue = ["z": 1, "a": [.number(1.5), nil, "\u{1}\"\\\n\u{1F512}"]]

/// The thread of made-up events.
let mainThread = TraceThread(id: 0, name: "MainThread", parent: nil, daemon: false, pid: 1, tid: 1)

/// A text that does not compress, so that sizes are what they seem.
private func noise() -> String { String(UInt64.random(in: 0 ... .max), radix: 36) }

extension Run: SampleRecord {
    static func sample(_ scenario: String, status: JobStatus, size: Int) -> Run {
        var run = Run(
            id: JobID(), scenario: scenario, engine: .threads, status: status, parameters: sampleParameters,
            seed: 1 << 53 - 1)
        if size > 0 { run.trace.threads = [mainThread] }
        run.trace.events = (0..<size).map {
            TraceEvent(
                seq: $0, atNs: Int64($0), thread: 0, action: .output, object: nil, phase: .done,
                source: SourceLine("Tests/Samples.swift:\($0 + 1)"), state: nil, value: .text(noise()))
        }
        return run
    }

    func ended(size: Int) -> Run {
        var run = self
        run.status = .deadlocked
        run.durationNs = 12_345_678_901
        run.outcome = ["y": .number(0.1), "b": [true, .number(-0.0), .number(1e300)], "a": ["x": nil]]
        run.isExpected = true
        run.error = "no \"reason\""
        run.findings = [
            Finding(
                .deadlock(.mixedCycle, cycle: [CycleLink(thread: 1, holds: [0], waitsFor: 1)]), message: "Å",
                threads: [1, 2], objects: [0], events: [3]),
            Finding(.lostUpdate, message: "", threads: [], objects: [], events: []),
        ]
        run.watchdog = WatchdogReport(timeoutNs: 1, reason: .cycle, atNs: 2, interrupted: [1, 2])
        run.trace = Run.sample(size: size).trace
        return run
    }
}

extension ExplorationRecord: SampleRecord {
    static func sample(_ scenario: String, status: JobStatus, size: Int) -> ExplorationRecord {
        var options = ExplorationOptions()
        options.seed = 1 << 53 - 1
        var record = ExplorationRecord(
            id: JobID(), scenario: scenario, parameters: sampleParameters, options: options)
        record.status = status
        record.report.outcomes = outcomes(size)
        return record
    }

    func ended(size: Int) -> ExplorationRecord {
        var options = options
        (options.strategy, options.clock, options.preemptionBound) = (.bruteForce, .virtual, 3)
        options.spuriousWakeups = 2
        var comparison = Comparison(engine: .threads, chaos: true, seed: 7, wanted: 100)
        (comparison.runs, comparison.seen) = (99, Array(0..<size + 3))
        comparison.others = [Comparison.OtherEnd(ending: .timedOut, runs: 2)]
        var record = ExplorationRecord(
            id: id, scenario: scenario, parameters: parameters, options: options, comparison: comparison)
        record.status = .completed
        record.isSearched = true
        record.report.verdict = .failed
        record.report.isComplete = true
        (record.report.executions, record.report.classes) = (12, 11)
        (record.report.redundant, record.report.steps) = (10, 9)
        (record.report.progress, record.report.elapsedNs) = (0.125, 12_345_678_901)
        record.report.error = "no \"reason\""
        record.report.bounds = ["This was held back.", "Å."]
        record.report.cuts = ["This was left out.", "Å."]
        record.report.outcomes = Self.outcomes(size)
        record.report.dataRaces = Self.races
        return record
    }

    private static var races: [DataRace] {
        guard let schedule = try? Schedule("1f.1x4.2~1") else { return [] }
        return [
            DataRace(
                variable: "\"count\"",
                first: .init(thread: "Å", action: .write, source: "Scenarios/Race.swift:24"),
                second: .init(thread: "Thread-2", action: .read, source: nil), schedule: schedule,
                preemptions: 3)
        ]
    }

    /// One for each way to end, and some more.
    private static func outcomes(_ count: Int) -> [OutcomeReport<AnyOutcome>] {
        guard count > 0, let schedule = try? Schedule("1f.1x4.2x4") else { return [] }
        let outcome: JSONValue = ["y": .number(0.1), "a": ["x": nil]]
        let endings: [Ending<AnyOutcome>] =
            [.completed(AnyOutcome(outcome)), .deadlock, .cut]
            + (0..<count).map { _ in .failed(Scheduling.Failure(noise())) }
        return endings.map { ending in
            OutcomeReport(
                ending: ending, isCorrect: ending == .cut ? nil : !ending.isDeadlock, executions: 5,
                schedule: schedule, preemptions: 1,
                nearestPass: ending.isDeadlock
                    ? NearestPass(schedule: "1f.1", step: 2, failing: "a", passing: "b \"c\"") : nil)
        }
    }
}
