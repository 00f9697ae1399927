public import Scheduling

/// How an exploration goes about it.
public struct ExplorationOptions: Sendable {
    /// How it chooses.
    public var strategy = StrategyName.exhaustive
    /// What its random numbers begin with.
    public var seed: UInt64 = 0
    /// How often at most a thread that could go on is made to wait; nil for any number. Only for exhaustive strategies.
    public var preemptionBound: Int?
    /// How many steps must come in the right order for a bug to show that `pct` looks for; one or more. An execution has one
    /// change of priorities fewer.
    public var depth = 3
    /// By what time the program goes.
    public var clock = Clock.free
    /// How often each thread may be woken from a condition without a notification.
    public var spuriousWakeups = 0
    /// How often a thread may look in vain, in a loop, while others could act; then it waits until none can, or what it
    /// looks at has changed.
    public var spinBound = 5
    /// How many steps an execution has at most; 65,535 and more are the same.
    public var stepLimit = 10_000
    /// How many steps an execution really has at most: clocks count no further.
    var effectiveStepLimit: Int { min(stepLimit, VectorClock.limit) }
    /// How many threads of the operating system share an exhaustive search. It finds the same with any number of them.
    public var workers = 1
    /// How long the first of them is alone: most searches are over by then, and to start a thread would cost as much.
    package var soloTime = Duration.milliseconds(5)
    /// Whether every execution is run once more with a trace, to look for data races, and not only those in which something
    /// new is suspected. What is found must be the same.
    package var tracesEveryExecution = false
    /// How many threads of an execution may be alive at once.
    public var threadLimit = 1_000

    /// Whether the search ends with the first end that is wrong, which is then explained like any other.
    public var stopsAtFirstFailure = false
    /// How many distinct ends are listed at most, the wrong ones first; one or more. What the others lack is a place in the
    /// list: they are counted, and the verdict knows of them.
    public var outcomeLimit = 1_000

    /// The defaults.
    public init() {}
}

/// How an exploration chooses.
public enum StrategyName: String, Sendable, CaseIterable {
    case exhaustive, bruteForce, random, pct, pos
}
