import Threading

/// Makes engines on which a scheduler decides who acts: what an exploration is given, which knows of none by itself.
public protocol SimulatedEngines: Sendable {
    /// An engine for one run after another, none of which leaves a trace.
    ///
    /// - Parameter identities: where engines that run one program at the same time agree on its threads' numbers.
    func repeating(
        _ settings: SimulationSettings, under scheduler: any Scheduler, identities: IdentityRegister
    ) -> any RepeatingEngine

    /// An engine for one run that leaves a trace.
    func recording(_ settings: SimulationSettings, under scheduler: any Scheduler) -> any RunEngine
}

/// An engine for one run after another, none of which leaves a trace.
public protocol RepeatingEngine: RunEngine {
    /// Makes room for another run. Call it after `stop`.
    func restart()

    /// Whether a thread of any run so far has looked whether another has ended.
    var looksForEnds: Bool { get }

    /// Whether in the last run one thread looked at all threads while another started some. The look is one at each thread that
    /// it finds, and so nothing tells that it would have found more.
    var looksBesideStarts: Bool { get }

    /// Whether in the last run a thread was not started, as too many were alive.
    var metThreadLimit: Bool { get }

    /// Whether any run so far has had an invariant, which says something of the order even of steps that commute.
    var keepsInvariants: Bool { get }

    /// How many threads of all runs so far could not be brought to their ends, as they went on in a loop without an action
    /// that could throw. What they held is not given back.
    var abandonedThreads: Int { get }

    /// Lets go of all that further runs would need. Call it when there will be none.
    func dismiss()
}

/// How a simulated run goes, apart from its schedule.
public struct SimulationSettings: Sendable {
    /// How many threads may be alive at once.
    public var threadLimit: Int
    /// How many events a trace keeps.
    public var eventLimit: Int
    /// What random numbers begin with.
    public var seed: UInt64
    /// By what time the run goes.
    public var clock: Clock
    /// What the scheduler may choose besides who acts.
    public var choices: SchedulingChoices

    /// These settings.
    public init(
        threadLimit: Int, eventLimit: Int, seed: UInt64, clock: Clock,
        choices: SchedulingChoices = SchedulingChoices()
    ) {
        self.threadLimit = threadLimit
        self.eventLimit = eventLimit
        self.seed = seed
        self.clock = clock
        self.choices = choices
    }
}
