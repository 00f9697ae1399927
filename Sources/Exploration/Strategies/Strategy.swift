import Scheduling

/// How an exploration goes from one execution to the next, and what it chooses on the way.
protocol Strategy: AnyObject {
    /// About what part of all there is to explore has been seen, from 0 to 1; nil if that cannot be told.
    var progress: Double? { get }

    /// Whether the program has not done again what it had done before, where this strategy remembers that by itself. Asked
    /// when an execution is over.
    var hasDiverged: Bool { get }

    /// Prepares the next execution, and says how many of the last one's first steps it repeats.
    func begin() -> Int

    /// Which of the candidates acts next, by its index; nil if what could follow has been explored already.
    func next(among candidates: ContiguousArray<Candidate>, after execution: Execution) -> Int?

    /// Which of several ways the last step takes, being asked for the `index`th time in it.
    func choose(among count: Int, index: Int, in execution: Execution) -> Int

    /// Takes note that nobody can act any more, or may, as the execution has had all its steps, though some would.
    func noteStandstill(of candidates: ContiguousArray<Candidate>, after execution: Execution)

    /// Looks back at an execution that is over, and says whether there is another one to explore.
    func end(_ execution: Execution, within budget: Budget) -> Bool
}

extension Strategy {
    /// Whoever samples is never done.
    var progress: Double? { nil }

    /// What is to be done again is kept by the execution, or nothing is.
    var hasDiverged: Bool { false }

    func noteStandstill(of candidates: ContiguousArray<Candidate>, after execution: Execution) {}
}
