import Exploration
import JSON
import Programs
import Scheduling
import Tracing

extension ExplorationRecord {
    /// The exploration for a terminal: the verdict in words, and the ends as a table.
    public var text: String {
        var text = "\(scenario), explored by \(options.strategy.rawValue), \(id)\n"
        text += "parameters \(String(decoding: parameters.serialized, as: UTF8.self))\n\n"
        if !report.outcomes.isEmpty { text += table + "\n" }
        for outcome in report.outcomes where outcome.isCorrect != true {
            text +=
                "To see \(outcome.ending.name): \(command(following: outcome.schedule))\n"
            guard let pass = outcome.nearestPass else { continue }
            text += "  It goes wrong at step \(pass.step + 1), by \(pass.failing);\n"
            text += "  it would end well with \(pass.passing) instead.\n"
        }
        for race in report.dataRaces {
            text +=
                "\(race.sentence)\n"
                + "  To see it: \(command(following: race.schedule))\n"
        }
        if let comparison { text += "\n" + sentence(on: comparison) }
        if !report.bounds.isEmpty { text += "\n" + report.bounds.map { "Bound: \($0)\n" }.joined() }
        if !report.cuts.isEmpty { text += "\n" + report.cuts.map { "Left out: \($0)\n" }.joined() }
        return text + "\n" + sentence + "\n"
    }

    /// One line for a list of explorations.
    public var summaryLine: String {
        let columns = [
            pad(status.rawValue, to: 9), pad(verdict?.rawValue ?? "-", to: 15),
            pad("\(report.executions)", to: 9, onTheLeft: true),
            pad(milliseconds(report.elapsedNs), to: 12, onTheLeft: true),
            pad(options.strategy.rawValue, to: 10), scenario,
        ]
        return "\(id)  \(columns.joined(separator: "  "))\n"
    }

    /// How real runs ended, in a few sentences.
    private func sentence(on comparison: Comparison) -> String {
        let seen = comparison.seen.count { $0 > 0 }
        var text =
            "In \(comparison.runs) runs on \(comparison.engine.rawValue)\(comparison.chaos ? " with chaos" : ""), "
            + "\(seen) of \(report.outcomes.count) possible ends were seen.\n"
        for other in comparison.others {
            text +=
                "\(other.runs) of them came to an end that is not listed: \(other.ending.name).\n"
        }
        return text
    }

    /// What the exploration found, in one sentence.
    public var sentence: String {
        let amount =
            "\(report.executions) executions in \(milliseconds(report.elapsedNs)), of \(report.classes) classes"
        let claim =
            switch verdict {
            case .proved: "Proved: every interleaving ends well."
            case .bounded: "Bounded: every interleaving within the bounds ends well."
            case .sampled: "Sampled: no interleaving that was tried went wrong."
            case .budgetExhausted: "Budget exhausted: none that was tried went wrong, but there are more."
            case .failed: "Failed: there are interleavings that do not end well."
            case nil:
                switch status {
                case .queued: "It waits for its turn."
                case .running: "It goes on."
                default: "It ended before it could claim anything."
                }
            }
        let races = verdict == nil ? nil : report.raceSentence
        return [claim, races, amount + ".", error].compactMap(\.self).joined(separator: " ")
    }

    /// What shows an execution in a terminal.
    private func command(following schedule: Schedule) -> String {
        "lockstep run \(scenario)\(settings) --seed \(options.seed) --schedule '\(schedule)'"
    }

    /// The parameters as `lockstep run` takes them.
    private var settings: String {
        guard case .object(let members) = parameters else { return "" }
        return members.map { member in
            let value =
                if case .string(let text) = member.value { text } else {
                    String(decoding: member.value.serialized, as: UTF8.self)
                }
            return " --set \(member.name)=\(value)"
        }.joined()
    }

    private var table: String {
        let places = report.outcomes.indices.sorted {
            report.outcomes[$0].executions > report.outcomes[$1].executions
        }
        let rows = places.map { place in
            let outcome = report.outcomes[place]
            let schedule = outcome.schedule.description
            let mark =
                switch outcome.isCorrect {
                case true: ""
                case false: "!"
                case nil: "?"
                }
            return [
                mark, outcome.ending.name, "\(outcome.executions)",
                comparison.map { "\($0.runs(at: place))" } ?? "", "\(outcome.preemptions)",
                schedule.count > 60 ? schedule.prefix(57) + "..." : schedule,
            ]
        }
        let head = [
            "", "ends", "executions", comparison == nil ? "" : "real runs", "preemptions",
            "simplest schedule",
        ]
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        return ([head] + rows).map { row in
            let shown = row.indices.filter { $0 != 3 || comparison != nil }
            let cells = shown.map { pad(row[$0], to: widths[$0], onTheLeft: (2...4).contains($0)) }
            return cells.joined(separator: "  ").trimmingSuffix { $0 == " " } + "\n"
        }.joined()
    }
}

extension Ending<AnyOutcome> {
    /// The ending in a few words.
    fileprivate var name: String {
        let (status, outcome, error) = parts
        if let outcome { return String(decoding: outcome.serialized, as: UTF8.self) }
        return error.map { "\(status.rawValue): \($0)" } ?? status.rawValue
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while isOutside: (Character) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, isOutside(self[index(before: end)]) { end = index(before: end) }
        return self[..<end]
    }
}
