public import Events
import Threading

/// The scheduler of a single simulated run: follows a schedule as far as that goes, then chooses by itself, and writes
/// down every choice, so that the run can be repeated.
public final class SimulationScheduler: Scheduler {
    /// What it does where the schedule ends.
    public enum Continuation: Sendable {
        /// Chooses any thread that can act, all with the same probability.
        case random(seed: UInt64)
        /// Lets each thread go on until it blocks.
        case straight
        /// Ends the run, and keeps what each thread would do next.
        case pause
    }

    private let schedule: Schedule?
    private let continuation: Continuation
    private let stepLimit: Int
    private var generator: SplitMix64
    private var taken: [Schedule.Step] = []
    private var done: [(Int, Action, ObjectKind)] = []
    private var choicesMade = 0

    /// Why the schedule does not fit the program; nil if it does, or there is none.
    public private(set) var misfit: String?
    /// Whether the run was given up, as it would have had more steps than it may.
    public private(set) var isCut = false
    /// What each thread would do next, if the run was paused.
    public private(set) var next: [NextAction]?

    /// A scheduler that follows a schedule, or, without one, chooses from the beginning.
    ///
    /// - Parameter stepLimit: how many steps the run may have; then it is given up.
    public init(
        _ schedule: Schedule? = nil, then continuation: Continuation, stepLimit: Int = .max
    ) {
        self.schedule = schedule
        self.stepLimit = stepLimit
        self.continuation = continuation
        let seed: UInt64 = if case .random(let seed) = continuation { seed } else { 0 }
        generator = SplitMix64(seed: seed)
    }

    /// All choices that were made, as a schedule for a run by this time.
    ///
    /// - Parameter isWhole: whether the run ended by itself, so that there is nothing to choose after the last step.
    public func schedule(clock: Clock, choices: SchedulingChoices, isWhole: Bool) -> Schedule {
        Schedule(
            clock: clock, choices: choices, steps: taken,
            digest: isWhole ? Schedule.digest(of: done) : nil)
    }

    /// What the schedule said, and what was chosen after it.
    public var steps: [Schedule.Step] { taken }

    /// Once the schedule is at its end: what follows a circle may be a part of it.
    public var endsAtCycle: Bool { taken.count >= schedule?.steps.count ?? 0 }

    /// The schedule's next thread, or, after it, whom the continuation chooses.
    public func next(among candidates: ContiguousArray<Candidate>) -> Int? {
        choicesMade = 0
        if taken.count >= stepLimit {
            isCut = true
            return nil
        }
        let choice: Int?
        if let schedule, taken.count < schedule.steps.count {
            choice = follow(schedule.steps[taken.count], among: candidates)
        } else {
            if schedule?.digest != nil { misfit = "the run goes on after its last step." }
            choice = misfit == nil ? goOn(among: candidates) : nil
        }
        guard let choice else { return nil }
        let candidate = candidates[choice]
        taken.append(Schedule.Step(thread: candidate.ordinal))
        candidate.object._withUnsafeGuaranteedRef {
            done.append((candidate.ordinal, candidate.action, $0.kind))
        }
        return choice
    }

    private func follow(_ step: Schedule.Step, among candidates: ContiguousArray<Candidate>) -> Int? {
        let place = "its step \(taken.count + 1) is thread \(step.thread)'s"
        guard let choice = candidates.firstIndex(where: { $0.ordinal == step.thread }) else {
            misfit = "\(place), which has nothing to do there."
            return nil
        }
        guard candidates[choice].isReady else {
            let name = candidates[choice].object._withUnsafeGuaranteedRef { $0.name }
            misfit = "\(place), which cannot \(candidates[choice].action.rawValue) \(name) there."
            return nil
        }
        return choice
    }

    /// Looks whether the steps that were followed did what they did when the schedule was written.
    private func checkEnd() {
        guard let schedule, let digest = schedule.digest, taken.count == schedule.steps.count, misfit == nil
        else {
            return
        }
        if Schedule.digest(of: done) != digest {
            misfit = "its steps now do something else than when it was written."
        }
    }

    /// Says that the run has ended, however it did, so that a schedule that was not followed to its end is found.
    public func noteEnd() {
        guard misfit == nil, let schedule else { return }
        if taken.count < schedule.steps.count {
            misfit = "the run ends after \(taken.count) of its \(schedule.steps.count) steps."
        } else if taken.count == schedule.steps.count {
            checkEnd()
        }
    }

    private func goOn(among candidates: ContiguousArray<Candidate>) -> Int? {
        var ready = candidates.indices.filter { candidates[$0].isReady && !candidates[$0].isRepeating }
        // Who waits in a loop lets the others go on.
        if ready.isEmpty { ready = candidates.indices.filter { candidates[$0].isReady } }
        switch continuation {
        case .random: return ready.randomElement(using: &generator)
        case .straight: return ready.first { candidates[$0].isCurrent } ?? ready.first
        case .pause:
            next = candidates.map(NextAction.init)
            return nil
        }
    }

    /// The schedule's way, or, after it, one that the continuation chooses.
    public func choose(among count: Int) -> Int {
        // A run may end before anything was chosen.
        if taken.isEmpty { return 0 }
        let step = taken.count - 1
        defer { choicesMade += 1 }
        var choice = 0
        if let schedule, step < schedule.steps.count {
            let choices = schedule.steps[step].choices
            if choicesMade < choices.count { choice = choices[choicesMade] }
            if choice >= count {
                misfit = "its step \(step + 1) takes way \(choice) of \(count)."
                choice = 0
            }
        } else if case .random = continuation {
            choice = Int.random(in: 0..<count, using: &generator)
        }
        taken[step].choices.append(choice)
        return choice
    }
}

/// What a thread would do next.
public struct NextAction: Sendable {
    /// The thread's number.
    public let thread: ThreadID
    /// The thread's name.
    public let threadName: String
    /// What a schedule calls it by.
    public let ordinal: Int
    /// What it would do.
    public let action: Action
    /// On what.
    public let object: ObjectID
    /// The object's name.
    public let objectName: String
    /// From which line; nil if no line of the program does it.
    public let source: SourceLine?
    /// Whether it can.
    public let isEnabled: Bool
    /// Whether it would give up instead, its time being up.
    public let timesOut: Bool

    /// What a candidate would do.
    package init(_ candidate: Candidate) {
        thread = candidate.thread
        ordinal = candidate.ordinal
        action = candidate.action
        (object, objectName) = candidate.object._withUnsafeGuaranteedRef { ($0.id, $0.name) }
        threadName = candidate.threadName
        source = candidate.source
        isEnabled = candidate.isReady
        timesOut = candidate.timesOut
    }
}
