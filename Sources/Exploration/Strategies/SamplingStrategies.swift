import Events
import Scheduling
import Threading

/// Any of those that can act, all with the same probability.
final class RandomStrategy: Strategy {
    private var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    func begin() -> Int { 0 }

    func next(among candidates: ContiguousArray<Candidate>, after execution: Execution) -> Int? {
        candidates.indices.filter { candidates[$0].isReady }.randomElement(using: &generator)
    }

    func choose(among count: Int, index: Int, in execution: Execution) -> Int {
        Int.random(in: 0..<count, using: &generator)
    }

    func end(_ execution: Execution, within budget: Budget) -> Bool { true }
}

/// Threads with random priorities, of whom the highest acts, and a few moments at which the highest becomes the lowest
/// (Burckhardt, Kothari, Musuvathi, Nagarakatte: "A Randomized Scheduler with Probabilistic Guarantees of Finding
/// Bugs", ASPLOS 2010). A bug that needs the right order of `depth` steps is met with a probability that has a bound.
final class PCTStrategy: Strategy {
    private var generator: SplitMix64
    private let depth: Int
    private var priorities: [ThreadID: Int] = [:]
    /// The steps before which the highest becomes lower, each with what its priority becomes. Which change comes first is
    /// chance: if the later one always gave the higher priority, it could never take back what the earlier one did.
    private var changes: [(step: Int, priority: Int)] = []
    /// About how many steps an execution has, from those before.
    private var length = 1

    init(seed: UInt64, depth: Int) {
        generator = SplitMix64(seed: seed)
        self.depth = depth
    }

    func begin() -> Int {
        priorities = [:]
        changes = (1..<depth).map { (Int.random(in: 0..<length, using: &generator), $0) }
        return 0
    }

    func next(among candidates: ContiguousArray<Candidate>, after execution: Execution) -> Int? {
        for candidate in candidates where priorities[candidate.thread] == nil {
            // Above all that a change of priority gives.
            priorities[candidate.thread] = Int.random(in: depth..<Int.max, using: &generator)
        }
        for change in changes where change.step == execution.steps.count {
            if let highest = highest(of: candidates) {
                priorities[candidates[highest].thread] = change.priority
            }
        }
        return highest(of: candidates)
    }

    private func highest(of candidates: ContiguousArray<Candidate>) -> Int? {
        candidates.indices.filter { candidates[$0].isReady }.max {
            priority(candidates[$0]) < priority(candidates[$1])
        }
    }

    private func priority(_ candidate: Candidate) -> Int { priorities[candidate.thread] ?? 0 }

    func choose(among count: Int, index: Int, in execution: Execution) -> Int {
        Int.random(in: 0..<count, using: &generator)
    }

    func end(_ execution: Execution, within budget: Budget) -> Bool {
        length = max(length, execution.steps.count)
        return true
    }
}

/// Partial order sampling: every step that is to come has a random priority, the highest comes, and those that conflict
/// with it draw anew (Yuan, Yang, Gu: "Partial Order Aware Concurrency Sampling", CAV 2018). Classes of executions are
/// met more evenly than by a random walk.
final class POSStrategy: Strategy {
    private var generator: SplitMix64
    private var priorities: [ThreadID: UInt64] = [:]

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    func begin() -> Int {
        priorities = [:]
        return 0
    }

    func next(among candidates: ContiguousArray<Candidate>, after execution: Execution) -> Int? {
        for candidate in candidates where priorities[candidate.thread] == nil {
            priorities[candidate.thread] = generator.next()
        }
        let ready = candidates.indices.filter { candidates[$0].isReady }
        let choice = ready.max {
            priorities[candidates[$0].thread] ?? 0 < priorities[candidates[$1].thread] ?? 0
        }
        guard let choice else { return nil }
        let chosen = candidates[choice]
        priorities[chosen.thread] = nil
        let object = chosen.object._withUnsafeGuaranteedRef { $0.id }
        for candidate in candidates where candidate.object._withUnsafeGuaranteedRef({ $0.id }) == object {
            if execution.independence.conflict(chosen.action, candidate.action, on: object) {
                priorities[candidate.thread] = nil
            }
        }
        return choice
    }

    func choose(among count: Int, index: Int, in execution: Execution) -> Int {
        Int.random(in: 0..<count, using: &generator)
    }

    func end(_ execution: Execution, within budget: Budget) -> Bool { true }
}
