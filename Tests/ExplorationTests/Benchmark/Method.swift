import Exploration
import FiberEngine
import Scheduling

/// A way to look for the bug of a known program, as a column of the table names it.
enum Method: String, CaseIterable {
    case exhaustive, bruteForce
    case bounded = "2 preemptions"
    case random, pct, pos

    /// With how many seeds it is tried: chance has a part in some only.
    private var seeds: Range<UInt64> {
        switch self {
        case .exhaustive, .bruteForce, .bounded: 1..<2
        case .random, .pct, .pos: 1..<22
        }
    }

    /// Explores a program until it ends wrong, or for so many executions.
    func explore(
        _ program: KnownProgram, isFixed: Bool, seed: UInt64, atMost executions: Int
    ) -> ExplorationReport<Bool> {
        var options = ExplorationOptions()
        options.strategy = StrategyName(rawValue: rawValue) ?? .exhaustive
        options.preemptionBound = self == .bounded ? 2 : nil
        options.depth = 3
        options.seed = seed
        options.stopsAtFirstFailure = true
        let isCorrect = { @Sendable (ending: Ending<Bool>) in
            if case .completed = ending { true } else { false }
        }
        let explorer = Explorer(options, on: Fibers(), isCorrect: isCorrect) {
            try program.run(isFixed)
            return true
        }
        return explorer.run(within: Budget(.seconds(60), executions: executions))
    }

    /// In which execution a program first ends wrong; nil if in none of so many.
    func firstWrongEnd(of program: KnownProgram, seed: UInt64, atMost executions: Int) -> Int? {
        let report = explore(program, isFixed: false, seed: seed, atMost: executions)
        return report.verdict == .failed ? report.executions : nil
    }

    /// What the table says of a program: the median of all seeds, of which those that found nothing come last.
    func cell(of program: KnownProgram, atMost executions: Int) -> String {
        let firsts = seeds.map { firstWrongEnd(of: program, seed: $0, atMost: executions) }
        let found = firsts.compactMap { $0 }
        let ranked = firsts.map { $0 ?? .max }.sorted()
        let median = ranked[ranked.count / 2]
        let shown = median == .max ? "—" : "\(median)"
        return found.count == firsts.count || found.isEmpty
            ? shown : "\(shown) (\(found.count) of \(firsts.count))"
    }
}
