import CThreading
public import CooperativeEngine
import Synchronization
import Threading
import Tracing

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
    /// How many steps an execution has at most.
    public var stepLimit = 10_000
    /// How many threads of an execution may be alive at once.
    public var threadLimit = 1_000

    /// The defaults.
    public init() {}
}

/// How an exploration chooses.
public enum StrategyName: String, Sendable, CaseIterable {
    case exhaustive, bruteForce, random, pct, pos
}

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

/// Runs a program again and again, each time in another interleaving.
public final class Explorer<Outcome: Hashable & Sendable>: Sendable {
    let options: ExplorationOptions
    let program: @Sendable () throws -> Outcome
    let isCorrect: @Sendable (ExecutionEnd<Outcome>) -> Bool
    private let isCancelled = Atomic<Bool>(false)

    /// An exploration of a program, which runs as the main thread of each execution.
    ///
    /// - Parameter isCorrect: whether an execution that ends so has ended as it should.
    public init(
        _ options: ExplorationOptions, isCorrect: @escaping @Sendable (ExecutionEnd<Outcome>) -> Bool,
        program: @escaping @Sendable () throws -> Outcome
    ) {
        self.options = options
        self.isCorrect = isCorrect
        self.program = program
    }

    /// Has `run` return soon, with what it has found by then. Any thread may call it.
    public func cancel() { isCancelled.store(true, ordering: .relaxed) }

    /// Explores, on the calling thread, until there is nothing left, or a budget is used up.
    ///
    /// - Parameter progress: called now and then with what has been found so far.
    public func run(progress: (ExplorationReport<Outcome>) -> Void = { _ in }) -> ExplorationReport<Outcome> {
        let started = lockstep_monotonic_ns()
        var attempt = Attempt(noticesEnds: false, options: options, program: program)
        var tally = Tally<Outcome>(isCorrect: isCorrect)
        var nextProgress = started + 200_000_000
        while true {
            let end = attempt.execute()
            if attempt.needsEnds {
                // Somebody looks whether a thread has ended, so when it ends is a choice: all over again, with that.
                attempt = Attempt(noticesEnds: true, options: options, program: program)
                tally = Tally(isCorrect: isCorrect)
                continue
            }
            let isMore = tally.count(end, attempt)
            let now = lockstep_monotonic_ns()
            tally.report.elapsedNs = now - started
            if !isMore { return conclude(&tally, isOver: true, attempt) }
            let isSpent =
                tally.report.executions >= options.maxExecutions
                || tally.report.elapsedNs >= options.timeout.nanoseconds
                || isCancelled.load(ordering: .relaxed)
            if isSpent { return conclude(&tally, isOver: false, attempt) }
            if now >= nextProgress {
                nextProgress = now + 200_000_000
                progress(tally.report)
            }
        }
    }

    private func conclude(
        _ tally: inout Tally<Outcome>, isOver: Bool, _ attempt: Attempt<Outcome>
    ) -> ExplorationReport<Outcome> {
        tally.conclude(isOver: isOver, attempt.strategy, options)
        for place in tally.report.outcomes.indices where !tally.report.outcomes[place].isCorrect {
            if tally.report.outcomes[place].end == .tooLong { continue }
            simplify(&tally.report.outcomes[place])
            tally.report.outcomes[place].nearestPass = nearestPass(to: tally.report.outcomes[place].schedule)
        }
        return tally.report
    }
}
