import Scheduling

/// Every interleaving, one by one, whether or not it differs from another in anything that can be told. Slow, simple,
/// and so the oracle for the other strategies.
///
/// With a bound on preemptions it leaves out the interleavings in which threads that could go on are made to wait more
/// often than that (Musuvathi, Qadeer: "Iterative Context Bounding", PLDI 2007): few are enough to show most bugs.
final class BruteForceStrategy: Strategy {
    private let preemptionBound: Int?
    /// The decisions of the last execution: which step, and which way it took.
    private var decisions: [Decision] = []
    private var next = 0

    /// One of several possibilities.
    private struct Decision {
        var choice: Int
        let options: [Int]
        /// Whether it is about who acts next; otherwise about the way an action takes.
        let isStep: Bool
    }

    init(preemptionBound: Int? = nil) { self.preemptionBound = preemptionBound }

    var progress: Double? {
        var (seen, share) = (0.0, 1.0)
        for decision in decisions {
            share /= Double(decision.options.count)
            seen += share * Double(decision.choice)
        }
        return seen
    }

    func begin() -> Int {
        next = 0
        return 0
    }

    func next(among candidates: ContiguousArray<Candidate>, after execution: Execution) -> Int? {
        decide(isStep: true) {
            let ready = candidates.indices.filter { candidates[$0].isReady }
            let current = ready.first { candidates[$0].isCurrent && !candidates[$0].timesOut }
            guard let current else { return ready }
            let others = ready.filter { $0 != current }
            let mayPreempt = preemptionBound.map { execution.preemptions < $0 } ?? true
            return mayPreempt ? [current] + others : [current]
        }
    }

    func choose(among count: Int, index: Int, in execution: Execution) -> Int {
        decide(isStep: false) { Array(0..<count) }
    }

    private func decide(isStep: Bool, _ options: () -> [Int]) -> Int {
        if next == decisions.count {
            decisions.append(Decision(choice: 0, options: options(), isStep: isStep))
        }
        defer { next += 1 }
        return decisions[next].options[decisions[next].choice]
    }

    func end(_ execution: Execution, within budget: Budget) -> Bool {
        while let last = decisions.indices.last {
            decisions[last].choice += 1
            if decisions[last].choice < decisions[last].options.count { return true }
            decisions.removeLast()
        }
        return false
    }
}
