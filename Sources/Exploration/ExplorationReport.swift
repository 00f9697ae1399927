/// What an exploration may claim.
public enum Verdict: String, Sendable, CaseIterable {
    /// Every class of executions was seen, and each ended well.
    case proved
    /// All within a bound ended well.
    case bounded
    /// All that were tried ended well.
    case sampled
    /// All that were tried ended well, but there are more.
    case budgetExhausted
    /// One did not end well.
    case failed
}

/// How an execution ended.
public enum ExecutionEnd<Outcome: Hashable & Sendable>: Hashable, Sendable {
    case completed(Outcome)
    case deadlocked
    case failed(String)
    /// It had as many steps as it may have, and went on.
    case tooLong
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
    /// The distinct ends, in the order in which they were found.
    public var outcomes: [OutcomeReport<Outcome>] = []
    /// Why it could not go on, if it could not.
    public var error: String?

    /// Nothing yet.
    public init() {}
}

/// One of the ends that executions came to.
public struct OutcomeReport<Outcome: Hashable & Sendable>: Sendable {
    /// How they ended.
    public let end: ExecutionEnd<Outcome>
    /// Whether that is as it should be.
    public let isCorrect: Bool
    /// How many ended so.
    public var executions: Int
    /// The simplest schedule that leads to it: the one with the fewest preemptions, and of those the shortest.
    public var schedule: Schedule
    /// How many preemptions the schedule has.
    public var preemptions: Int
    /// The nearest schedule that ends as it should, if this one does not.
    public var nearestPass: NearestPass?
}
