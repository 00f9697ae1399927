import Scheduling
import Threading

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
        /// What the possibilities were: a program that repeats itself has them again.
        let signature: Int
    }

    /// Whether other possibilities were met than in the execution before.
    private var metOthers = false

    /// Also if it has come to its end before it had done all again.
    var hasDiverged: Bool { metOthers || next < decisions.count }

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
        metOthers = false
        return 0
    }

    func next(among candidates: ContiguousArray<Candidate>, after execution: Execution) -> Int? {
        let choice = decide(signature(of: candidates)) {
            let ready = candidates.indices.filter { candidates[$0].isReady }
            let current = ready.first { candidates[$0].isCurrent && !candidates[$0].timesOut }
            guard let current else { return ready }
            let others = ready.filter { $0 != current }
            let mayPreempt = preemptionBound.map { execution.preemptions < $0 } ?? true
            return mayPreempt ? [current] + others : [current]
        }
        return metOthers ? nil : choice
    }

    func choose(among count: Int, index: Int, in execution: Execution) -> Int {
        decide(count) { Array(0..<count) }
    }

    /// Who would do what, on what, and could.
    private func signature(of candidates: ContiguousArray<Candidate>) -> Int {
        var hasher = Hasher()
        for candidate in candidates {
            hasher.combine(candidate.thread)
            hasher.combine(candidate.action)
            hasher.combine(candidate.object._withUnsafeGuaranteedRef { $0.id })
            hasher.combine(candidate.isReady)
        }
        return hasher.finalize()
    }

    /// - Parameter signature: what the possibilities are.
    private func decide(_ signature: Int, _ options: () -> [Int]) -> Int {
        if next == decisions.count {
            decisions.append(Decision(choice: 0, options: options(), signature: signature))
        }
        let decision = decisions[next]
        if decision.signature != signature { metOthers = true }
        next += 1
        return metOthers ? 0 : decision.options[decision.choice]
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
