public import JSON

/// What a user asks for: a scenario, and how to run it.
public struct RunRequest: Sendable {
    /// The scenario's name.
    public var scenario: String
    /// The engine's name; nil for the scenario's first.
    public var engine: String?
    /// What the run's random numbers begin with; nil for any.
    public var seed: Int?
    /// Whether threads are held back at random.
    public var chaos: Bool
    /// The choices to repeat, as a run or an exploration gives them; nil for none.
    public var schedule: String?
    /// Whether to end the run where the schedule ends, and say what each thread would do next.
    public var pauses: Bool
    /// How long the run may take, in milliseconds; nil for the default.
    public var timeoutMs: Int?
    /// An object of parameters, or null.
    public var parameters: JSONValue

    /// A request for a scenario, everything else at its default.
    public init(
        scenario: String, engine: String? = nil, seed: Int? = nil, chaos: Bool = false,
        schedule: String? = nil, pauses: Bool = false, timeoutMs: Int? = nil, parameters: JSONValue = .null
    ) {
        self.scenario = scenario
        self.engine = engine
        self.seed = seed
        self.chaos = chaos
        self.schedule = schedule
        self.pauses = pauses
        self.timeoutMs = timeoutMs
        self.parameters = parameters
    }
}
