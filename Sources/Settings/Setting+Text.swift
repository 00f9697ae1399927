extension Setting {
    /// The setting as the command's help tells it.
    public var help: String {
        var facts: [String] = []
        if case .number(let range, let value) = kind {
            let unit = isCount ? "" : " \(unit)"
            facts.append("\(range.lowerBound) to \(range.upperBound)\(unit), default \(value)")
        } else if let value = defaultValue, !value.description.isEmpty {
            facts.append("default \(value)")
        }
        facts.append(variable)
        return "\(meaning) (\(facts.joined(separator: "; ")))"
    }

    /// Whether the meaning says what is counted.
    private var isCount: Bool { !["ms", "s", "%", "bytes", "MiB"].contains(unit) }

    /// All settings as the rows of a table in Markdown, as `docs/operations.md` has them.
    package static func markdown(_ settings: [Setting]) -> String {
        let head = "| flag | unit | allowed | default | what it means |\n|---|---|---|---|---|\n"
        return head
            + settings.map { setting in
                let allowed =
                    switch setting.kind {
                    case .number(let range, _): "\(range.lowerBound) to \(range.upperBound)"
                    case .text: "text"
                    case .list, .addresses, .origins: "list"
                    case .word(let words, _): words.joined(separator: ", ")
                    }
                let value = setting.defaultValue?.description ?? ""
                return
                    "| `--\(setting.flag)` | \(setting.unit) | \(allowed) | \(value) | \(setting.meaning) |\n"
            }.joined()
    }
}
