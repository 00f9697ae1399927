public import CooperativeEngine

/// How an exploration goes about it.
public struct ExplorationOptions: Sendable {
    /// How it chooses.
    public var strategy = StrategyName.exhaustive
    /// What its random numbers begin with.
    public var seed: UInt64 = 0
    /// How often at most a thread that could go on is made to wait; nil for any number. Only for exhaustive strategies.
    public var preemptionBound: Int?
    /// How many executions at most. With guarded actions, some may be given up on the way; they do not count.
    public var maxExecutions = 1_000_000
    /// How long at most.
    public var timeout = Duration.seconds(10)
    /// By what time the program goes.
    public var clock = Clock.free
    /// How many steps an execution has at most; 65,535 and more are the same.
    public var stepLimit = 10_000
    /// How many threads of the operating system share an exhaustive search. It finds the same with any number of them.
    public var workers = 1
    /// How long the first of them is alone: most searches are over by then, and to start a thread would cost as much.
    package var soloTime = Duration.milliseconds(5)
    /// How many threads of an execution may be alive at once.
    public var threadLimit = 1_000

    /// The defaults.
    public init() {}
}

/// How an exploration chooses.
public enum StrategyName: String, Sendable, CaseIterable {
    case exhaustive, bruteForce, random, pct, pos
}
