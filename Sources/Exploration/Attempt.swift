import CooperativeEngine
import Synchronization
import Threading
import Tracing

/// Executions of one program, one after another, on one engine.
struct Attempt {
    let director: Director
    private let engine: CooperativeEngine
    private let noticesEnds: Bool
    private let clock: Clock
    private let single: SingleExecution

    init(
        noticesEnds: Bool, options: ExplorationOptions, program: @escaping @Sendable () throws -> Int,
        strategy: any Strategy, identities: IdentityRegister = IdentityRegister()
    ) {
        self.noticesEnds = noticesEnds
        clock = options.clock
        director = Director(strategy, stepLimit: min(options.stepLimit, VectorClock.limit))
        engine = CooperativeEngine(
            threadLimit: options.threadLimit, eventLimit: 0, seed: options.seed, clock: options.clock,
            scheduler: director, noticesEnds: noticesEnds, fibers: FiberPool(), identities: identities,
            isRecording: false)
        single = SingleExecution(program)
    }

    /// The strategy that options ask for.
    static func strategy(_ options: ExplorationOptions, _ frontier: SharedFrontier) -> any Strategy {
        switch options.strategy {
        // What the reduction rests on holds if time does not matter, and for all preemptions or none.
        case .exhaustive where options.preemptionBound == nil && options.clock == .free:
            ExhaustiveStrategy(beginning: frontier)
        case .exhaustive, .bruteForce: BruteForceStrategy(preemptionBound: options.preemptionBound)
        case .random: RandomStrategy(seed: options.seed)
        case .pct: PCTStrategy(seed: options.seed, depth: 3)
        case .pos: POSStrategy(seed: options.seed)
        }
    }

    /// Whether a thread looked whether another has ended, although that was no choice.
    var needsEnds: Bool { !noticesEnds && engine.looksForEnds }

    /// Runs the program once.
    ///
    /// - Returns: how it ended; nil if it was given up.
    func execute() -> Result<ExecutionEnd<Int>, ExecutionError>? {
        director.begin()
        do { try engine.start(single.body) } catch {
            return .failure(ExecutionError(description: error.description))
        }
        let end = engine.wait(for: .seconds(60))
        engine.stop()
        defer { engine.restart() }
        switch director.surrender {
        case .redundant: return nil
        case .tooLong: return .success(.tooLong)
        case .unrepeatable:
            return .failure(
                ExecutionError(
                    description: "The program does not do the same again when it is run again: it depends on "
                        + "something that is none of its run's, such as the real time."))
        case .tooManyWays:
            return .failure(ExecutionError(description: "An action could go more ways than can be explored."))
        case nil: break
        }
        return .success(single.end(end))
    }

    /// The schedule of the last execution.
    var schedule: Schedule {
        let steps = director.execution.steps
        return Schedule(
            clock: clock, noticesEnds: noticesEnds,
            steps: steps.map { step in
                let choices = step.footprint.choices
                return Schedule.Step(thread: step.ordinal, choices: (0..<choices.count).map { choices[$0] })
            },
            digest: Schedule.digest(of: steps.lazy.map { ($0.ordinal, $0.footprint.action, $0.kind) }))
    }
}

/// Why an execution says nothing.
struct ExecutionError: Error, CustomStringConvertible {
    let description: String
}

extension Schedule {
    /// What steps did, in 32 bits that are the same in every process.
    static func digest(of steps: some Sequence<(Int, Action, ObjectKind)>) -> UInt32 {
        var digest: UInt64 = 0
        for (thread, action, kind) in steps {
            for byte in "\(thread) \(action.rawValue) \(kind.rawValue)".utf8 {
                digest = mixed(digest ^ UInt64(byte))
            }
        }
        return UInt32(truncatingIfNeeded: digest)
    }
}
