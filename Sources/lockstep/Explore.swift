import ArgumentParser
import Exploration
import Glibc
import JSON
import Playground
import Settings
import Storage
import Threading
import Tracing

/// `lockstep explore`: tries a scenario's interleavings, without a server.
struct Explore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Try a scenario's interleavings: prove that all end well, or show one that does not.",
        discussion: "Exits with 0 if no execution went wrong, with 1 if one did.")

    @Argument(help: "The scenario; `lockstep list` lists them.")
    var scenario: String

    @OptionGroup var settings: ScenarioSettings

    @Option(help: "exhaustive, bruteForce, random, pct or pos.")
    var strategy: String?

    @Option(parsing: .unconditional, help: "What random strategies begin with.")
    var seed: Int?

    @Option(parsing: .unconditional, help: "How often at most a thread that could go on is made to wait.")
    var preemptionBound: Int?

    @Option(
        parsing: .unconditional,
        help: "How many steps in the right order make a bug that pct looks for; 3 unless it is given.")
    var depth: Int?

    @Flag(help: "End the search with the first end that is wrong.")
    var stopAtFirstFailure = false

    @Option(parsing: .unconditional, help: "How many executions at most.")
    var maxExecutions: Int?

    @Option(parsing: .unconditional, help: "How long at most, in milliseconds.")
    var timeoutMs: Int?

    @Option(
        help: "free: a sleep orders nothing, and a timeout may come at any time. virtual: durations count.")
    var time: String?

    @Option(
        parsing: .unconditional,
        help:
            "How many threads share an exhaustive search; as many as there are processors unless it is given."
    )
    var workers: Int?

    @Option(
        parsing: .unconditional,
        help: "How often each thread may be woken from a condition without a notification.")
    var spuriousWakeups: Int?

    @Option(
        help:
            "Compare with real runs on this engine: threads or green; threads if only --runs or --chaos is given."
    )
    var compare: String?

    @Option(parsing: .unconditional, help: "How many real runs to compare with; 100 unless it is given.")
    var runs: Int?

    @Flag(help: "Hold threads back at random in the real runs.")
    var chaos = false

    @Flag(help: "Print the exploration as JSON.")
    var json = false

    /// With which real runs to compare, if any flag asks for it.
    private var comparison: ComparisonRequest? {
        if compare == nil, runs == nil, !chaos { return nil }
        return ComparisonRequest(engine: compare, runs: runs, seed: seed, chaos: chaos)
    }

    func validate() throws {
        let setting = Setting.explorationWorkers
        if let workers, setting.value(of: String(workers)) == nil {
            throw ValidationError("--workers must be \(setting.allowed), not \(workers).")
        }
    }

    func run() throws {
        var limits = Limits()
        limits.workersPerExploration = workers ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let jobs = try Jobs(limits: limits, store: MemoryJobStore(keeping: [.exploration: 1], eventLimit: 0))
        let request = ExplorationRequest(
            scenario: scenario, strategy: strategy, seed: seed, preemptionBound: preemptionBound,
            depth: depth, stopAtFirstFailure: stopAtFirstFailure, maxExecutions: maxExecutions,
            timeoutMs: timeoutMs, time: time,
            spuriousWakeups: spuriousWakeups, comparison: comparison, parameters: try settings.parameters())
        let job: Job<ExplorationPlan>
        do { job = try jobs.explorations.launch(request) } catch { throw refusal(error.sentence) }
        let exploration = try follow(job)
        let record = exploration.record
        if json {
            print(String(decoding: exploration.json, as: UTF8.self))
        } else {
            print(record.text, terminator: "")
        }
        jobs.shutdown(grace: .zero)
        if record.verdict == .failed || record.status == .failed { throw ExitCode.failure }
    }

    /// Waits for the end, and shows on a terminal how far it is.
    private func follow(_ job: Job<ExplorationPlan>) throws -> EncodedRecord<ExplorationRecord> {
        let isTerminal = isatty(STDERR_FILENO) == 1
        while true {
            do { return try job.ended.result(timeout: .milliseconds(200)) } catch {
                guard case .timedOut = error else { throw error }
            }
            if isTerminal { show(job.latest.record) }
        }
    }

    private func show(_ record: ExplorationRecord) {
        let report = record.report
        let share = report.progress.map { ", about \(Int($0 * 100)) %" } ?? ""
        let line = "\r\(report.executions) executions, \(report.outcomes.count) ends\(share)  \u{1B}[K"
        let text = Array((record.status.hasEnded ? "\r\u{1B}[K" : line).utf8)
        _ = write(STDERR_FILENO, text, text.count)
    }
}

/// `--set`, wherever a scenario is named.
struct ScenarioSettings: ParsableArguments {
    @Option(help: ArgumentHelp("Set a parameter; the value is JSON, or a word.", valueName: "name=value"))
    var set: [String] = []

    /// The parameters as an object.
    func parameters() throws -> JSONValue {
        var members: [JSONMember] = []
        for member in try set.map(member) {
            // As in a request's body: which of them is meant, only who wrote it knows.
            guard !members.contains(where: { $0.name == member.name }) else {
                throw refusal("--set \(member.name) is there more than once.")
            }
            members.append(member)
        }
        return .object(members)
    }

    /// `threads=5`, `notify=[4,2]`, `variant=self`.
    private func member(_ text: String) throws -> JSONMember {
        guard let equals = text.firstIndex(of: "=") else {
            throw refusal("--set \(text) must be name=value.")
        }
        let value = String(text[text.index(after: equals)...])
        let parsed = try? JSONParser.parse(Array(value.utf8))
        return JSONMember(String(text[..<equals]), parsed ?? .string(value))
    }
}
