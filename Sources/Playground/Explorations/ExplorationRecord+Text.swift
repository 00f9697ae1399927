import Exploration
import FiberEngine
import JSON
import Programs
import Scenarios
import Tracing

extension ExplorationRecord {
    /// The exploration for a terminal: the verdict in words, and the ends as a table.
    public var text: String {
        var text = "\(scenario), explored by \(strategy.rawValue), \(id)\n"
        text += "parameters \(String(decoding: parameters.serialized, as: UTF8.self))\n\n"
        if !outcomes.isEmpty { text += table + "\n" }
        for outcome in outcomes where !outcome.isCorrect {
            text +=
                "To see \(outcome.name): lockstep run \(scenario)\(settings) --seed \(seed) "
                + "--schedule '\(outcome.schedule)'\n"
            guard let pass = outcome.nearestPass else { continue }
            text += "  It goes wrong at step \(pass.step + 1), by \(pass.failing);\n"
            text += "  it would end well with \(pass.passing) instead.\n"
        }
        if let comparison { text += "\n" + sentence(on: comparison) }
        return text + "\n" + sentence + "\n"
    }

    /// How real runs ended, in a few sentences.
    private func sentence(on comparison: Comparison) -> String {
        let seen = outcomes.count { $0.realRuns ?? 0 > 0 }
        var text =
            "In \(comparison.runs) runs on \(comparison.engine.rawValue)\(comparison.chaos ? " with chaos" : ""), "
            + "\(seen) of \(outcomes.count) possible ends were seen.\n"
        for other in comparison.others {
            let name = ExploredOutcome.name(other.status, other.outcome, other.error)
            text += "\(other.runs) of them ended as no execution did that was explored: \(name).\n"
        }
        return text
    }

    /// What the exploration found, in one sentence.
    public var sentence: String {
        let amount =
            "\(executions) executions in \(milliseconds(elapsedNs)), of \(classes) classes"
        let claim =
            switch verdict {
            case .proved: "Proved: every interleaving ends well."
            case .bounded: "Bounded: every interleaving within the bounds ends well."
            case .sampled: "Sampled: every interleaving that was tried ended well."
            case .budgetExhausted: "Budget exhausted: all that were tried ended well, but there are more."
            case .failed: "Failed: there are interleavings that do not end well."
            case nil: status == .queued ? "It waits for its turn." : "It goes on."
            }
        return [claim, amount + ".", error].compactMap(\.self).joined(separator: " ")
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
        let rows = outcomes.sorted { $0.executions > $1.executions }.map { outcome in
            [
                outcome.isCorrect ? "" : "!", outcome.name, "\(outcome.executions)",
                outcome.realRuns.map { "\($0)" } ?? "", "\(outcome.preemptions)",
                outcome.schedule.count > 60 ? outcome.schedule.prefix(57) + "..." : outcome.schedule,
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

extension ExploredOutcome {
    /// The end in a few words.
    var name: String { Self.name(status, outcome, error) }

    fileprivate static func name(_ status: JobStatus, _ outcome: JSONValue?, _ error: String?) -> String {
        switch status {
        case .completed: outcome.map { String(decoding: $0.serialized, as: UTF8.self) } ?? "completed"
        default: error.map { "\(status.rawValue): \($0)" } ?? status.rawValue
        }
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while isOutside: (Character) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, isOutside(self[index(before: end)]) { end = index(before: end) }
        return self[..<end]
    }
}
