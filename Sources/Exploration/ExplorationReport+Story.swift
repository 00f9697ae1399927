import Scheduling

extension ExplorationReport {
    /// What was found, for a person: what may be claimed, and for each end that is wrong its schedule, and where it parts from
    /// one that ends well.
    public var story: String {
        let wrong = outcomes.filter { $0.isCorrect == false }
        var lines = [
            "\(verdict.rawValue), after \(executions) executions of \(classes) classes"
                + (isComplete ? ", which are all." : ".")
        ]
        lines += [raceSentence].compactMap(\.self)
        lines += [error].compactMap(\.self)
        for outcome in wrong {
            lines.append("It can end so: \(outcome.ending.inWords). \(outcome.executions) executions did.")
            lines.append("  schedule \(outcome.schedule), with \(outcome.preemptions) preemptions")
            guard let pass = outcome.nearestPass else { continue }
            lines.append("  It goes wrong at step \(pass.step + 1), by \(pass.failing);")
            lines.append("  it would end well with \(pass.passing) instead: schedule \(pass.schedule)")
        }
        for race in dataRaces {
            lines.append(race.sentence)
            lines.append("  schedule \(race.schedule), with \(race.preemptions) preemptions")
        }
        lines += bounds.map { "Bounded: \($0)" } + cuts.map { "Left out: \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What data races mean for whatever is claimed; nil if there are none.
    public var raceSentence: String? {
        if dataRaces.isEmpty { return nil }
        let races = dataRaces.count == 1 ? "a data race" : "\(dataRaces.count) data races"
        let begin =
            switch verdict {
            case .proved, .bounded: "The interleavings end well, but the program has"
            case .sampled, .budgetExhausted: "Whatever was tried, the program has"
            case .failed: "Besides, the program has"
            }
        return "\(begin) \(races), so that hardware and compiler may do more than interleavings show."
    }

    /// Throws unless at least so much may be claimed, for a test:
    ///
    ///     try explorer.run().verify()
    ///
    /// - Parameter claim: what is asked for. A proof is more than a claim within bounds, which is more than samples.
    /// - Throws: `Unverified`, which tells the story.
    public func verify(_ claim: Verdict = .proved) throws(Unverified) {
        if error == nil, verdict.strength >= claim.strength { return }
        throw Unverified(verdict: verdict, story: story)
    }
}

/// An exploration that claims less than was asked for.
public struct Unverified: Error, Hashable, CustomStringConvertible {
    /// What it claims.
    public let verdict: Verdict
    /// What it found, with the schedules.
    public let story: String

    /// The story.
    public var description: String { story }
}

extension Verdict {
    /// The more may be claimed, the larger.
    fileprivate var strength: Int {
        switch self {
        case .proved: 4
        case .bounded: 3
        case .sampled: 2
        case .budgetExhausted: 1
        case .failed: 0
        }
    }
}
