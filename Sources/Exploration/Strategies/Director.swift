import Events
import Scheduling
import Threading

/// The scheduler of an exploration: asks a strategy, and keeps what was done.
final class Director: Scheduler {
    private let strategy: any Strategy
    private let stepLimit: Int
    private let spinBound: Int
    let execution = Execution()
    /// Why the strategy or the limit ended the execution, if one of them did.
    private(set) var surrender: Surrender?
    /// How often the step that is going on has been asked which way it takes.
    private var choicesMade = 0
    private var isReplaying = false
    /// Whose step is going on. Only to be looked at during the step.
    private var acting: Candidate?

    enum Surrender {
        /// All that could follow has been explored already.
        case redundant
        /// It had as many steps as it may have.
        case tooLong
        /// The program did not do again what it had done before.
        case unrepeatable
        /// A step could go more ways than are kept.
        case tooManyWays(ExecutionError)
    }

    init(_ strategy: any Strategy, stepLimit: Int, spinBound: Int) {
        self.strategy = strategy
        self.stepLimit = stepLimit
        self.spinBound = spinBound
    }

    /// The steps of the execution that is going on, as far as it has come.
    var steps: [Schedule.Step] {
        execution.steps.prefix(execution.replayed).map { step in
            let ways = step.footprint.choices
            return Schedule.Step(thread: step.ordinal, choices: (0..<ways.count).map { ways[$0] })
        }
    }

    // An exploration goes on until nobody can act, so that it sees what the others would do.
    var endsAtCycle: Bool { false }

    func begin() {
        surrender = nil
        execution.restart(keeping: strategy.begin())
    }

    /// Whether the execution that is over has not done again all that it was to.
    var hasDiverged: Bool { execution.replayed < execution.steps.count || strategy.hasDiverged }

    /// Takes note that in the execution that is over a thread looked at all threads while another started some. Who leaves no
    /// order out has met each of theirs.
    func noteLookBesideStarts() {
        if strategy is ExhaustiveStrategy { execution.bounds.noteLookBesideStarts() }
    }

    /// Takes note that in the execution that is over a thread was not started, as too many were alive.
    func noteThreadLimit(_ limit: Int) { execution.bounds.noteThreadLimit(limit) }

    /// Says whether there is another execution to explore.
    func end(within budget: Budget) -> Bool { strategy.end(execution, within: budget) }

    func next(among candidates: ContiguousArray<Candidate>) -> Int? {
        // Nothing that follows on what cannot be explored says anything.
        if surrender != nil { return nil }
        guard execution.replayed < stepLimit else {
            // What would have come next could have come earlier, as at a standstill.
            lookBack(from: candidates)
            execution.bounds.noteCut(after: execution.steps, of: candidates)
            return giveUp(.tooLong)
        }
        isReplaying = execution.replayed < execution.steps.count
        choicesMade = 0
        if isReplaying { return repeatStep(among: candidates) }
        learn(candidates)
        let candidates = isAnySpinning(candidates) ? fair(candidates) : candidates
        guard let choice = strategy.next(among: candidates, after: execution) else {
            return giveUp(strategy.hasDiverged ? .unrepeatable : .redundant)
        }
        let chosen = candidates[choice]
        acting = chosen
        let isPreemption =
            !chosen.isCurrent && candidates.contains { $0.isCurrent && $0.isReady && !$0.timesOut }
        chosen.object._withUnsafeGuaranteedRef { object in
            execution.append(
                chosen, footprint: Footprint(of: chosen), isPreemption: isPreemption, kind: object.kind,
                line: chosen.line)
        }
        return choice
    }

    private func isAnySpinning(_ candidates: ContiguousArray<Candidate>) -> Bool {
        candidates.contains { execution.spinDetector.count($0.thread) >= spinBound }
    }

    /// The candidates, but those that only look in vain are not ready as long as any other is: whoever waits in a loop
    /// does not keep others from acting for ever (Musuvathi, Qadeer: "Fair Stateless Model Checking", PLDI 2008).
    private func fair(_ candidates: ContiguousArray<Candidate>) -> ContiguousArray<Candidate> {
        var fair = candidates
        for place in fair.indices where fair[place].isReady {
            fair[place].isReady = !execution.isSpinning(candidates[place], bound: spinBound)
        }
        guard fair.contains(where: \.isReady) else { return candidates }
        for place in fair.indices where fair[place].isReady != candidates[place].isReady {
            execution.bounds.noteHeldBack(candidates[place])
        }
        return fair
    }

    private func repeatStep(among candidates: ContiguousArray<Candidate>) -> Int? {
        let footprint = execution.steps[execution.replayed].footprint
        let place = candidates.firstIndex { candidate in
            candidate.thread == footprint.thread && candidate.isReady && candidate.action == footprint.action
                && candidate.object._withUnsafeGuaranteedRef { $0.id } == footprint.object
        }
        guard let place else { return giveUp(.unrepeatable) }
        execution.replay()
        return place
    }

    private func learn(_ candidates: ContiguousArray<Candidate>) {
        for candidate in candidates {
            candidate.object._withUnsafeGuaranteedRef { execution.learn($0) }
        }
    }

    private func giveUp(_ reason: Surrender) -> Int? {
        surrender = reason
        return nil
    }

    func choose(among count: Int) -> Int {
        defer { choicesMade += 1 }
        if isReplaying {
            let choices = execution.steps[execution.replayed - 1].footprint.choices
            return choicesMade < choices.count ? min(choices[choicesMade], count - 1) : 0
        }
        guard choicesMade < Choices.limit, count <= Choices.waysLimit else {
            if surrender == nil { surrender = .tooManyWays(tooManyWays(choicesMade, count)) }
            return 0
        }
        let choice = strategy.choose(among: count, index: choicesMade, in: execution)
        execution.choose(choice)
        return choice
    }

    /// Why the last step cannot be explored.
    private func tooManyWays(_ choicesMade: Int, _ count: Int) -> ExecutionError {
        var what = "An action"
        if let acting, let step = execution.steps.last {
            let name = acting.object._withUnsafeGuaranteedRef(\.name)
            what = "\(acting.threadName)'s \(acting.action.rawValue) of \(name)"
            if step.line > 0 { what += " in line \(step.line)" }
        }
        return ExecutionError(
            description: choicesMade >= Choices.limit
                ? "\(what) makes more than \(Choices.limit) choices, which are the limit of one action."
                : "\(what) goes one of \(count) ways, of which at most \(Choices.waysLimit) can be explored.")
    }

    func noteRepetition(by candidates: ContiguousArray<Candidate>) {
        for candidate in candidates where candidate.isReady { execution.bounds.noteHeldBack(candidate) }
    }

    func noteStandstill(of candidates: ContiguousArray<Candidate>) {
        // Only daemons can be ready then. Whoever leaves no order out has met what each of them comes to.
        if strategy is ExhaustiveStrategy, let daemon = candidates.first(where: \.isReady) {
            execution.bounds.noteEndBefore(daemon)
        }
        lookBack(from: candidates)
    }

    private func lookBack(from candidates: ContiguousArray<Candidate>) {
        learn(candidates)
        strategy.noteStandstill(of: candidates, after: execution)
    }

    func noteOrder(from source: ThreadID, to target: ThreadID) { execution.pass(from: source, to: target) }
}
