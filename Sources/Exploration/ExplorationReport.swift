public import Scheduling

/// What an exploration may claim.
public enum Verdict: String, Sendable, CaseIterable {
    /// Every class of executions was seen, and each ended well.
    case proved
    /// All within a bound ended well.
    case bounded
    /// None of those that were tried ended wrongly.
    case sampled
    /// None of those that were tried ended wrongly, but there are more.
    case budgetExhausted
    /// One did not end well.
    case failed
}

/// What an exploration found.
public struct ExplorationReport<Outcome: Hashable & Sendable>: Sendable {
    /// What it may claim.
    public var verdict = Verdict.budgetExhausted
    /// Whether there was nothing left to explore.
    public var isComplete = false
    /// How many executions it made.
    public var executions = 0
    /// How many classes of executions it saw, of which all members differ only in the order of steps that commute.
    public var classes = 0
    /// How many executions were given up because they would have shown nothing new.
    public var redundant = 0
    /// How many steps all executions had together.
    public var steps = 0
    /// About what part of all there is to explore was seen, from 0 to 1; nil if that cannot be told.
    public var progress: Double?
    /// How long it took, in nanoseconds.
    public var elapsedNs: Int64 = 0
    /// The distinct ends, in the order in which they were found; if there are more than `ExplorationOptions.outcomeLimit`,
    /// that many of them, the wrong ones before others.
    public var outcomes: [OutcomeReport<Outcome>] = []
    /// How many executions came to ends that are not listed, because there are too many of them.
    public var unlisted = 0
    /// The data races on variables that its executions had, in the order in which they were found, each once for a variable
    /// and two lines. What the verdict claims does not depend on them: it is about interleavings.
    public var dataRaces: [DataRace] = []
    /// Why it could not go on, if it could not.
    public var error: String?
    /// Why it claims less than that everything was tried although nothing was left to explore, a sentence each: where
    /// threads were held back that looked in vain, which execution was cut, how many preemptions there were at most.
    public var bounds: [String] = []
    /// What was left out because the budget was spent, a sentence each.
    public var cuts: [String] = []

    /// Nothing yet.
    public init() {}
}

/// One of the ends that executions came to.
public struct OutcomeReport<Outcome: Hashable & Sendable>: Sendable {
    /// How they ended; in words, how the one did that has the schedule.
    public internal(set) var ending: Ending<Outcome>
    /// Whether that is as it should be; nil if they were cut, so that nobody knows how they would have ended.
    public let isCorrect: Bool?
    /// How many ended so.
    public var executions: Int
    /// The simplest schedule that leads to it: the one with the fewest preemptions, and of those the shortest. Of executions
    /// that were cut it is only a beginning.
    public var schedule: Schedule
    /// How many preemptions the schedule has.
    public var preemptions: Int
    /// The nearest schedule that ends as it should, if this one does not.
    public var nearestPass: NearestPass?

    /// An end that executions came to.
    package init(
        ending: Ending<Outcome>, isCorrect: Bool?, executions: Int, schedule: Schedule, preemptions: Int,
        nearestPass: NearestPass? = nil
    ) {
        self.ending = ending
        self.isCorrect = isCorrect
        self.executions = executions
        self.schedule = schedule
        self.preemptions = preemptions
        self.nearestPass = nearestPass
    }
}

extension ExplorationReport {
    /// The places of so many ends at most, those that are not right before others.
    package func places(ofAtMost limit: Int) -> [Int] {
        guard outcomes.count > limit else { return Array(outcomes.indices) }
        let wrong = outcomes.indices.filter { outcomes[$0].isCorrect != true }
        let right = outcomes.indices.filter { outcomes[$0].isCorrect == true }
        return (wrong + right).prefix(limit).sorted()
    }

    /// The same report with only those ends listed that are at some places.
    package func listing(_ places: [Int]) -> ExplorationReport {
        var report = self
        report.outcomes = places.map { outcomes[$0] }
        report.unlisted = executions - report.outcomes.reduce(0) { $0 + $1.executions }
        return report
    }

    /// The same report on outcomes that are shown otherwise.
    public func map<Other>(_ transform: (Outcome) -> Other) -> ExplorationReport<Other> {
        var report = ExplorationReport<Other>()
        report.verdict = verdict
        report.isComplete = isComplete
        report.executions = executions
        report.classes = classes
        report.redundant = redundant
        report.steps = steps
        report.progress = progress
        report.elapsedNs = elapsedNs
        report.unlisted = unlisted
        report.dataRaces = dataRaces
        report.error = error
        report.bounds = bounds
        report.cuts = cuts
        report.outcomes = outcomes.map {
            OutcomeReport(
                ending: $0.ending.map(transform), isCorrect: $0.isCorrect, executions: $0.executions,
                schedule: $0.schedule, preemptions: $0.preemptions, nearestPass: $0.nearestPass)
        }
        return report
    }
}
