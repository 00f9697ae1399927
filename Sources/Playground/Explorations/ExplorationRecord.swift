public import CooperativeEngine
public import Exploration
import Scenarios
public import Tracing

/// An exploration of a scenario: how far it is, or what it found. `docs/exploration.md` describes its JSON form.
public struct ExplorationRecord: Sendable {
    /// Its name.
    public let id: RunID
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

    init(id: RunID, scenario: String, parameters: JSONValue, options: ExplorationOptions, seed: Int) {
        self.id = id
        self.scenario = scenario
        self.parameters = parameters
        strategy = options.strategy
        self.seed = seed
        preemptionBound = options.preemptionBound
        time = options.clock
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
    public var status: RunStatus
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
    /// The nearest schedule that ends as it should, and where it parts; nil if there is none, or this one does.
    public var nearestPass: NearestPass?

    init(_ report: OutcomeReport<AnyOutcome>) {
        switch report.end {
        case .completed(let outcome): (status, self.outcome) = (.completed, outcome.json)
        case .deadlocked: status = .deadlocked
        case .failed(let message): (status, error) = (.failed, message)
        case .tooLong: status = .timedOut
        }
        isCorrect = report.isCorrect
        executions = report.executions
        schedule = report.schedule.description
        preemptions = report.preemptions
        nearestPass = report.nearestPass
    }
}
