import Exploration
import FiberEngine
import LockstepTestKit
import Scheduling
import Threading

/// One random program, searched by brute force and with reduction.
struct Comparison {
    let seed: UInt64
    let program: RandomProgram
    let all: Report
    let reduced: Report

    typealias Report = ExplorationReport<[[Int]]>

    /// - Returns: nil if the program has more interleavings than it may, so that brute force does not come to its end.
    init?(of program: RandomProgram, seed: UInt64, stepLimit: Int? = nil, interleavings: Int) {
        func search(_ strategy: StrategyName, atMost executions: Int) -> Report {
            var options = ExplorationOptions()
            options.strategy = strategy
            options.spuriousWakeups = program.spuriousWakeups
            options.outcomeLimit = interleavings
            // Now and then several share the search, from its beginning.
            (options.workers, options.soloTime) = (seed.isMultiple(of: 4) ? 3 : 1, .zero)
            if let stepLimit { options.stepLimit = stepLimit }
            return Explorer(options, on: Fibers(), isCorrect: { _ in true }, program: program.run)
                .run(within: Budget(.seconds(300), executions: executions))
        }
        self.seed = seed
        self.program = program
        all = search(.bruteForce, atMost: interleavings)
        if all.verdict == .budgetExhausted, all.error == nil { return nil }
        reduced = search(.exhaustive, atMost: 10 * interleavings)
    }

    /// Whether executions were cut at the limit of their steps.
    var isCut: Bool { all.endSet.contains(.cut) }

    /// Whether a thread was held back that looked in vain.
    var holdsBack: Bool { !all.isComplete && !isCut }

    /// What the two do not agree on though they must, with all that is needed to look into it; nil if nothing.
    var disagreement: String? {
        let complaints = complaintsAboutClaims + complaintsAboutEnds + complaintsAboutClasses
        if complaints.isEmpty { return nil }
        return "seed \(seed): \(complaints.joined(separator: "; "))\n\(program)\n"
            + "brute force:\n\(Self.list(all))\nreduced:\n\(Self.list(reduced))"
    }

    private var complaintsAboutClaims: [String] {
        var complaints = [all.error, reduced.error].compactMap(\.self)
        if reduced.verdict == .budgetExhausted { complaints.append("the reduced search does not end") }
        if isCut || program.looksBesideStarts && all.endSet.contains(where: \.isCompleted) {
            if reduced.verdict != .bounded { complaints.append("it is \(reduced.verdict)") }
            if reduced.bounds.isEmpty { complaints.append("it does not say why it is bounded") }
        } else if all.isComplete && !reduced.isComplete && !program.looksAtAll && !leavesDaemon {
            complaints.append("it is \(reduced.verdict)")
        }
        return complaints
    }

    /// Whether no proof is claimed as a daemon could still have gone on, and there is one.
    private var leavesDaemon: Bool {
        program.hasDaemon && reduced.verdict == .bounded
            && reduced.bounds.contains { $0.contains("a daemon") }
    }

    private var complaintsAboutEnds: [String] {
        var complaints: [String] = []
        let more = reduced.endSet.subtracting(all.endSet)
        if !more.isEmpty { complaints.append("ends too many: \(more)") }
        var missed = all.endSet.subtracting(reduced.endSet)
        // Of an error that leaves the daemon, it is not tried that the run may have ended before.
        if program.failsInDaemon { missed = missed.filter(\.isFailure) }
        // It may have left out an order, and knows.
        if program.looksAtAll && !reduced.bounds.isEmpty { missed = [] }
        if !missed.isEmpty { complaints.append("ends missed: \(missed)") }
        return complaints
    }

    private var complaintsAboutClasses: [String] {
        var complaints: [String] = []
        if reduced.executions != reduced.classes {
            complaints.append("\(reduced.executions) executions for \(reduced.classes) classes")
        }
        // What a daemon did that nobody noticed is no class of its own to the reduced search.
        if all.isComplete, !program.looksAtAll, !program.hasDaemon, reduced.classes != all.classes {
            complaints.append("\(reduced.classes) classes, not \(all.classes)")
        }
        return complaints
    }

    /// The ends, each with a schedule that leads there.
    static func list(_ report: Report) -> String {
        report.outcomes.map { "    \($0.ending) by \($0.schedule)" }.sorted().joined(separator: "\n")
    }
}

extension Ending {
    fileprivate var isFailure: Bool { if case .failed = self { true } else { false } }
    fileprivate var isCompleted: Bool { if case .completed = self { true } else { false } }
}
