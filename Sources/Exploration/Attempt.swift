import Scheduling

/// Executions of one program, one after another, on one engine.
struct Attempt {
    let director: Director
    private let lease: Lease
    private let choices: SchedulingChoices
    private let clock: Clock
    private let reduces: Bool
    private let threadLimit: Int
    private let executor: Executor<Int>

    init(
        choices: SchedulingChoices, options: ExplorationOptions, engines: any SimulatedEngines,
        program: @escaping @Sendable () throws -> Int, strategy: any Strategy,
        identities: IdentityRegister = IdentityRegister()
    ) {
        self.choices = choices
        clock = options.clock
        reduces = strategy is ExhaustiveStrategy
        threadLimit = options.threadLimit
        director = Director(
            strategy, stepLimit: options.effectiveStepLimit, spinBound: options.spinBound)
        lease = Lease(
            engines.repeating(
                SimulationSettings(
                    threadLimit: options.threadLimit, eventLimit: 0, seed: options.seed, clock: options.clock,
                    choices: choices), under: director, identities: identities))
        executor = Executor(program)
    }

    /// How many threads one worker may leave behind. What they held is not given back before the process ends.
    private static let abandonmentLimit = 10_000

    /// An engine that lets go of what it keeps when nobody needs it any more, though somebody may keep it.
    private final class Lease {
        let engine: any RepeatingEngine

        init(_ engine: any RepeatingEngine) { self.engine = engine }

        deinit { engine.dismiss() }
    }

    /// The strategy that options ask for; an exhaustive one explores what lies before a frontier.
    ///
    /// - Parameter leavesNothingOut: whether every order of steps matters.
    static func strategy(
        _ options: ExplorationOptions, _ frontier: SharedFrontier, leavesNothingOut: Bool
    ) -> any Strategy {
        let reduces = options.preemptionBound == nil && options.clock == .free && !leavesNothingOut
        return switch options.strategy {
        // What the reduction rests on holds if time does not matter, and for all preemptions or none.
        case .exhaustive where reduces:
            ExhaustiveStrategy(beginning: frontier, spinBound: options.spinBound)
        case .exhaustive, .bruteForce: BruteForceStrategy(preemptionBound: options.preemptionBound)
        case .random: RandomStrategy(seed: options.seed)
        case .pct: PCTStrategy(seed: options.seed, depth: max(1, options.depth))
        case .pos: POSStrategy(seed: options.seed)
        }
    }

    /// Whether a thread looked whether another has ended, although that was no choice.
    var needsEnds: Bool { !choices.noticesEnds && lease.engine.looksForEnds }

    /// Whether the program has an invariant, although not all orders of its steps are tried.
    var needsEveryOrder: Bool { reduces && lease.engine.keepsInvariants }

    /// What became of an execution.
    enum Result {
        case ended(Ending<Int>)
        /// It was given up, as all that could follow has been explored already.
        case redundant
        /// It was given up, as the budget was spent.
        case unfinished
        /// It says nothing, and no other would.
        case impossible(ExecutionError)
    }

    /// Runs the program once.
    func execute(within budget: Budget) -> Result {
        director.begin()
        let engine = lease.engine
        let conclusion = executor.execute(on: engine, within: budget)
        defer { engine.restart() }
        if let stray = conclusion.stray { return .impossible(ExecutionError(description: stray)) }
        if engine.abandonedThreads > Self.abandonmentLimit {
            return .impossible(
                ExecutionError(
                    description:
                        "More than \(Self.abandonmentLimit) threads could not be brought to their ends, "
                        + "as they loop without an action that can throw."))
        }
        if engine.looksBesideStarts { director.noteLookBesideStarts() }
        if engine.metThreadLimit { director.noteThreadLimit(threadLimit) }
        switch director.surrender {
        case .redundant: return .redundant
        case .tooLong: return director.hasDiverged ? .impossible(.unrepeatable) : .ended(.cut)
        case .unrepeatable: return .impossible(.unrepeatable)
        case .tooManyWays(let error): return .impossible(error)
        case nil: break
        }
        switch conclusion.ending {
        case .timedOut, .cancelled: return .unfinished
        case .completed, .failed, .deadlocked, .paused, .cut:
            return director.hasDiverged ? .impossible(.unrepeatable) : .ended(conclusion.ending)
        }
    }

    /// The schedule of the last execution.
    ///
    /// - Parameter isWhole: whether it ended by itself, so that there is nothing to choose after the last step.
    func schedule(isWhole: Bool) -> Schedule {
        let steps = director.execution.steps
        return Schedule(
            clock: clock, choices: choices, steps: director.steps,
            digest: isWhole
                ? Schedule.digest(of: steps.lazy.map { ($0.ordinal, $0.footprint.action, $0.kind) }) : nil)
    }
}

/// Why an execution says nothing.
struct ExecutionError: Error, CustomStringConvertible {
    let description: String

    /// The program cannot be explored.
    static let unrepeatable = ExecutionError(
        description:
            "The program does not do the same again when it is run again: it depends on something that is none of "
            + "its run's, such as the real time, or chance that is not the run's.")
}
