/// What a playground allows. Whoever reaches a limit is told so.
public struct Limits: Sendable {
    /// How many runs go on at once; further ones wait.
    public var runsAtOnce = 32
    /// How many runs may wait; further ones are refused.
    public var runsWaiting = 256
    /// How much of the room for runs, under way and waiting, one client may take, in percent; and of that for
    /// explorations.
    public var clientShare = 50
    /// How many threads of a run may be alive at once.
    public var threadsPerRun = 1_000
    /// How many events of a run are kept, its last ones.
    public var eventsPerRun = 100_000
    /// How long a run may take that names no time of its own.
    public var defaultTimeout = Duration.seconds(10)
    /// How long a run may take at most.
    public var longestTimeout = Duration.seconds(60)
    /// How many explorations go on at once; further ones wait.
    public var explorationsAtOnce = 2
    /// How many processors one exploration uses, if it is exhaustive.
    public var workersPerExploration = 2
    /// How many explorations may wait; further ones are refused.
    public var explorationsWaiting = 16
    /// How many executions an exploration makes at most.
    public var executionsPerExploration = 1_000_000
    /// How long an exploration may take that names no time of its own, with the real runs that it is compared with.
    public var defaultExploration = Duration.seconds(10)
    /// How long an exploration may take at most.
    public var longestExploration = Duration.seconds(60)
    /// How many real runs an exploration may be compared with.
    public var comparisonRuns = 1_000
    /// How many explorations are kept, wherever; the oldest go first.
    public var keptExplorations = 200
    /// How many clients may follow runs and explorations at once.
    public var followers = 64
    /// How many runs the memory keeps; the oldest go first.
    public var storedRuns = 500
    /// How many events the memory keeps, over all runs; the oldest go first.
    public var storedEvents = 2_000_000

    /// How many runs a data file keeps; the oldest go first.
    public var keptRuns = 10_000
    /// How many bytes of runs and explorations a data file keeps, compressed; the oldest go first.
    public var keptBytes = 256 << 20

    /// The defaults.
    public init() {}
}
