import JSON

/// Why settings are refused: one sentence for each of them, which names it, where it comes from, and what is allowed.
public struct SettingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentences, one or more.
    public private(set) var sentences: [String]

    init(_ sentences: [String]) { self.sentences = sentences }

    /// The sentences, a line each, whatever they quote.
    public var description: String { sentences.map { $0.escapingControls() }.joined(separator: "\n") }
}

/// Where a setting's value comes from.
enum SettingOrigin: Sendable, Hashable {
    case preset
    case file(path: String, line: Int, column: Int)
    case variable
    case flag

    /// The setting as it is called there, with the place.
    func name(of setting: Setting) -> String {
        switch self {
        case .preset: "the default of --\(setting.flag)"
        case .file(let path, let line, let column): "\(path):\(line):\(column): \(setting.key)"
        case .variable: setting.variable
        case .flag: "--\(setting.flag)"
        }
    }
}
