public import JSON

/// What a user asks to be explored.
public struct ExplorationRequest: Sendable {
    /// The scenario's name.
    public var scenario: String
    /// The strategy's name; nil for `exhaustive`.
    public var strategy: String?
    /// What random strategies begin with; nil for any.
    public var seed: Int?
    /// How often at most a thread that could go on is made to wait; nil for any number.
    public var preemptionBound: Int?
    /// How many steps in the right order make a bug that `pct` looks for; nil for the default.
    public var depth: Int?
    /// Whether the search ends with the first end that is wrong.
    public var stopAtFirstFailure: Bool
    /// How many executions at most; nil for as many as are allowed.
    public var maxExecutions: Int?
    /// How long at most, with the real runs, in milliseconds; nil for the default.
    public var timeoutMs: Int?
    /// `free` or `virtual`; nil for `free`.
    public var time: String?
    /// How often each thread may be woken from a condition without a notification; nil for never.
    public var spuriousWakeups: Int?
    /// With which real runs the exploration is compared; nil for none.
    public var comparison: ComparisonRequest?
    /// An object of parameters, or null.
    public var parameters: JSONValue

    /// A request for a scenario, everything else at its default.
    public init(
        scenario: String, strategy: String? = nil, seed: Int? = nil, preemptionBound: Int? = nil,
        depth: Int? = nil, stopAtFirstFailure: Bool = false, maxExecutions: Int? = nil, timeoutMs: Int? = nil,
        time: String? = nil,
        spuriousWakeups: Int? = nil, comparison: ComparisonRequest? = nil, parameters: JSONValue = .null
    ) {
        self.scenario = scenario
        self.strategy = strategy
        self.seed = seed
        self.preemptionBound = preemptionBound
        self.depth = depth
        self.stopAtFirstFailure = stopAtFirstFailure
        self.maxExecutions = maxExecutions
        self.timeoutMs = timeoutMs
        self.time = time
        self.spuriousWakeups = spuriousWakeups
        self.comparison = comparison
        self.parameters = parameters
    }
}
