public import Exploration
import FiberEngine
public import JSON
import Programs
import Scenarios
public import Scheduling
import Tracing

/// An exploration of a scenario: how far it is, or what it found. `docs/exploration.md` describes its JSON form.
public struct ExplorationRecord: Sendable {
    /// Its name.
    public let id: JobID
    /// The scenario's name.
    public let scenario: String
    /// All parameters of the scenario.
    public let parameters: JSONValue
    /// How it chooses.
    public let strategy: StrategyName
    /// What its random numbers begin with.
    public let seed: Int
    /// How many preemptions an execution has at most; nil for any number.
    public let preemptionBound: Int?
    /// By what time the program goes.
    public let time: Clock
    /// How often each thread may be woken from a condition without a notification.
    public let spuriousWakeups: Int
    /// What became of it in real runs; nil if nobody asked.
    public var comparison: Comparison?
    /// How far it is.
    public var status = ExplorationStatus.queued
    /// What it may claim; nil until it is over.
    public var verdict: Verdict?
    /// How many executions it has made.
    public var executions = 0
    /// How many classes of executions it has seen.
    public var classes = 0
    /// How many executions were given up because they would have shown nothing new.
    public var redundant = 0
    /// How many steps all executions had together.
    public var steps = 0
    /// About what part of all there is to explore it has seen, from 0 to 1; nil if it cannot tell.
    public var progress: Double?
    /// How long it has taken, in nanoseconds.
    public var elapsedNs: Int64 = 0
    /// Why it could not go on.
    public var error: String?
    /// The distinct ends.
    public var outcomes: [ExploredOutcome] = []

    init(
        id: JobID, scenario: String, parameters: JSONValue, options: ExplorationOptions, seed: Int,
        comparison: Comparison?
    ) {
        self.id = id
        self.scenario = scenario
        self.parameters = parameters
        strategy = options.strategy
        self.seed = seed
        preemptionBound = options.preemptionBound
        time = options.clock
        spuriousWakeups = options.spuriousWakeups
        self.comparison = comparison
    }

    /// Takes over what has been found so far.
    mutating func update(_ report: ExplorationReport<AnyOutcome>) {
        executions = report.executions
        classes = report.classes
        redundant = report.redundant
        steps = report.steps
        progress = report.progress
        elapsedNs = report.elapsedNs
        error = report.error
        outcomes = report.outcomes.map(ExploredOutcome.init)
        if comparison != nil { for place in outcomes.indices { outcomes[place].realRuns = 0 } }
    }

    /// Counts a real run.
    ///
    /// - Parameter place: which of the outcomes it came to; nil if it is none of them.
    mutating func count(_ ending: Ending<AnyOutcome>, at place: Int?) {
        comparison?.runs += 1
        if let place {
            outcomes[place].realRuns = (outcomes[place].realRuns ?? 0) + 1
            return
        }
        comparison?.count(other: ending.parts)
    }
}

/// How far an exploration is.
public enum ExplorationStatus: String, Sendable, CaseIterable {
    case queued, running, completed, cancelled, failed

    /// Whether it is over.
    public var hasEnded: Bool { self != .queued && self != .running }
}

/// One of the ends that the executions of an exploration came to.
public struct ExploredOutcome: Sendable {
    /// How they ended: completed, deadlocked, failed, or timedOut if they went on after the last step that was allowed.
    public var status: JobStatus
    /// What the program returned; nil unless it completed.
    public var outcome: JSONValue?
    /// Why it failed.
    public var error: String?
    /// Whether that is as it should be.
    public var isCorrect: Bool
    /// How many executions ended so.
    public var executions: Int
    /// The simplest schedule that leads to it.
    public var schedule: String
    /// How often a thread that could have gone on is made to wait in it.
    public var preemptions: Int
    /// How many real runs ended so; nil if there were none to compare with.
    public var realRuns: Int?
    /// The nearest schedule that ends as it should, and where it parts; nil if there is none, or this one does.
    public var nearestPass: NearestPass?

    init(_ report: OutcomeReport<AnyOutcome>) {
        (status, outcome, error) = report.ending.parts
        isCorrect = report.isCorrect
        executions = report.executions
        schedule = report.schedule.description
        preemptions = report.preemptions
        nearestPass = report.nearestPass
    }
}

extension Ending<AnyOutcome> {
    /// The ending as a run shows it.
    var parts: (status: JobStatus, outcome: JSONValue?, error: String?) {
        switch self {
        case .completed(let outcome): (.completed, outcome.json, nil)
        case .failed(let failure): (.failed, nil, failure.description)
        default: (JobStatus(self), nil, nil)
        }
    }
}
