public import Programs
public import Scheduling

/// What became of a scenario in real runs, beside what an exploration found possible.
public struct Comparison: Sendable {
    /// What carried the runs.
    public let engine: EngineName
    /// Whether threads were held back at random.
    public let chaos: Bool
    /// What the first run's random numbers began with; each run has a seed of its own.
    public let seed: Int
    /// How many runs were asked for.
    public let wanted: Int
    /// How many were made.
    public var runs = 0
    /// How many came to each of the ends that the exploration found, in their order; empty before the first run.
    public var seen: [Int] = []
    /// The ends that no execution came to which was explored.
    public var others: [OtherEnd] = []

    /// An end of real runs that exploration did not find.
    public struct OtherEnd: Sendable {
        /// How they ended.
        public var ending: Ending<AnyOutcome>
        /// How many.
        public var runs: Int

        /// An end to which so many runs came.
        package init(ending: Ending<AnyOutcome>, runs: Int) {
            self.ending = ending
            self.runs = runs
        }
    }

    /// A comparison with no run made yet.
    package init(engine: EngineName, chaos: Bool, seed: Int, wanted: Int) {
        self.engine = engine
        self.chaos = chaos
        self.seed = seed
        self.wanted = wanted
    }

    /// Counts a run.
    ///
    /// - Parameter found: the ends that the exploration found.
    mutating func count(_ ending: Ending<AnyOutcome>, among found: [Ending<AnyOutcome>]) {
        runs += 1
        if seen.isEmpty { seen = found.map { _ in 0 } }
        if let place = found.firstIndex(of: ending) {
            seen[place] += 1
        } else if let place = others.firstIndex(where: { $0.ending == ending }) {
            others[place].runs += 1
        } else {
            others.append(OtherEnd(ending: ending, runs: 1))
        }
    }

    /// How many runs came to one of the ends that the exploration found.
    func runs(at place: Int) -> Int { seen.indices.contains(place) ? seen[place] : 0 }
}
