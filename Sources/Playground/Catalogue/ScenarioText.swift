import Exploration
import JSON
import Programs
public import Scenarios
import Tracing

/// The catalogue for a terminal.
public enum ScenarioText {
    /// A line for each scenario, by chapter.
    public static var list: String {
        let width = Catalogue.scenarios.map(\.about.name.count).max() ?? 0
        return Chapter.allCases.compactMap { chapter in
            let scenarios = Catalogue.scenarios.filter { $0.about.chapter == chapter }
            guard !scenarios.isEmpty else { return nil }
            let lines = scenarios.map { "  \(pad($0.about.name, to: width))  \($0.about.summary.en)\n" }
            return "\(chapter.rawValue)\n\(lines.joined())"
        }.joined(separator: "\n")
    }
}

extension AnyScenario {
    /// The scenario for a terminal: what it teaches, what can be set, and its program.
    public var text: String {
        var text = "\(about.name): \(about.summary.en)\n\n\(about.explanation.en)\n\n"
        text += "Expected: \(about.expectation.en)\n\n"
        if !explorations.isEmpty {
            text += "Explored\n\(explorations.map(\.text).joined())\n"
        }
        if case .object(let properties)? = schema["properties"], !properties.isEmpty {
            text += "Parameters\n"
            for property in properties { text += "  \(property.name)\(rule(property.value))\n" }
            text += "\n"
        }
        return text + source
    }

    private func rule(_ schema: JSONValue) -> String {
        var rule = schema["default"].map { " = \(shown($0))" } ?? ""
        if let values = schema["enum"] { rule += ", one of \(shown(values))" }
        if let least = schema["minimum"], let most = schema["maximum"] {
            rule += ", from \(shown(least)) to \(shown(most))"
        }
        if case .string(let description)? = schema["description"] { rule += "\n      \(description)" }
        return rule
    }
}

extension ExpectedExploration {
    /// The exploration for a terminal: with what parameters, what it claims, and each end.
    fileprivate var text: String {
        let ends = ends.map { "      \($0.text)\n" }
        return "  \(shown(parameters)): \(verdict.rawValue)\n\(ends.joined())"
    }
}

extension ExpectedEnd {
    fileprivate var text: String {
        [status.rawValue, outcome.map(shown), isCorrect ? nil : "(wrong)"].compactMap { $0 }
            .joined(separator: " ")
    }
}

private func shown(_ value: JSONValue) -> String { String(decoding: value.serialized, as: UTF8.self) }
