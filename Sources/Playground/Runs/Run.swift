public import Analyses
public import Events
public import JSON
public import Programs
public import Tracing

/// One execution of a scenario. `docs/trace-format.md` describes its JSON form.
public struct Run: JobRecord {
    /// What kind of job it is of.
    public static let kind = JobKind.run
    /// Runs come to every end that there is.
    public static let statuses = JobStatus.allCases

    /// Sorts by the time of creation.
    public let id: JobID
    /// The scenario's name.
    public let scenario: String
    /// What schedules its threads.
    public let engine: EngineName
    /// How far it is, or how it ended.
    public var status: JobStatus
    /// All parameters of the scenario.
    public let parameters: JSONValue
    /// What its random numbers began with.
    public let seed: Int
    /// Whether its threads were held back at random.
    public let chaos: Bool
    /// The choices that were made, from which it can be repeated; nil unless it was simulated.
    public var schedule: String?
    /// How long it took; nil until it has ended.
    public var durationNs: Int64?
    /// What the scenario returned; nil unless it completed.
    public var outcome: JSONValue?
    /// Whether it ended as the scenario expects; nil if that cannot be told.
    public var isExpected: Bool?
    /// Whether it did what the scenario is for; nil if that cannot be told.
    public var isCorrect: Bool?
    /// What is wrong with it, as the end of a sentence; nil unless it is not correct.
    public var mistake: Localized?
    /// Why it failed.
    public var error: String?
    /// What the analyses report.
    public var findings: [Finding] = []
    /// What each thread would do next, if the run was paused; nil if it was not.
    public var next: [PendingAction]?
    /// What the watchdog did, if it did anything.
    public var watchdog: WatchdogReport?
    /// What every thread did.
    public var trace = Trace(threads: [], objects: [], events: [], truncated: 0)

    /// A run of which no more is known yet.
    package init(
        id: JobID, scenario: String, engine: EngineName, status: JobStatus, parameters: JSONValue, seed: Int,
        chaos: Bool = false
    ) {
        self.id = id
        self.scenario = scenario
        self.engine = engine
        self.status = status
        self.parameters = parameters
        self.seed = seed
        self.chaos = chaos
    }

    /// What lists are filtered by.
    public var head: JobHead {
        JobHead(id: id, kind: .run, scenario: scenario, means: engine.rawValue, status: status)
    }

    /// The run without its trace.
    public var summary: Run {
        var summary = self
        summary.trace = Trace(threads: [], objects: [], events: [], truncated: 0)
        return summary
    }

    /// The events of its trace.
    public var weight: Int { trace.events.count }

    /// The lines that the threads printed.
    public var output: [OutputLine] {
        trace.events.compactMap { event in
            guard event.action == .output, case .text(let text) = event.value else { return nil }
            return OutputLine(atNs: event.atNs, thread: event.thread, text: text)
        }
    }
}

/// What a thread of a paused run would do next.
public struct PendingAction: Sendable, Hashable {
    /// The thread's number.
    public var thread: ThreadID
    /// What a schedule calls it by.
    public var step: Int
    /// What it would do.
    public var action: Action
    /// On what.
    public var object: ObjectID
    /// From which line; nil for what no line of the program does.
    public var source: String?
    /// Whether it can.
    public var isEnabled: Bool
    /// Whether it would give up instead, its time being up.
    public var timesOut: Bool
}

/// A line that a thread printed.
public struct OutputLine: Sendable, Hashable {
    /// When, in nanoseconds from the run's start.
    public let atNs: Int64
    /// Who.
    public let thread: ThreadID
    /// The line.
    public let text: String
}

/// What the watchdog did to a run that could not or did not end by itself.
public struct WatchdogReport: Sendable, Hashable {
    /// Why it acted.
    public enum Reason: String, Sendable, CaseIterable {
        /// Some threads waited for one another in a circle that nobody else could open.
        case cycle
        /// Every live thread waited, none of them with a deadline.
        case quiescent
        /// The run's time was up.
        case timeout
    }

    /// How long the run might have taken.
    public let timeoutNs: Int64
    /// Why it acted.
    public let reason: Reason
    /// When, in nanoseconds from the run's start.
    public let atNs: Int64
    /// The threads that it interrupted.
    public let interrupted: [ThreadID]

    /// A report of these parts.
    package init(timeoutNs: Int64, reason: Reason, atNs: Int64, interrupted: [ThreadID]) {
        self.timeoutNs = timeoutNs
        self.reason = reason
        self.atNs = atNs
        self.interrupted = interrupted
    }
}
