import HTTPServer
import JSON

/// One thing that whoever runs the server can set: by a flag, a variable of the environment, or a file.
public struct Setting: Sendable, Hashable {
    /// What it takes.
    public enum Kind: Sendable, Hashable {
        /// A whole number in a range.
        case number(ClosedRange<Int>, default: Int)
        /// A text, which may be absent.
        case text(default: String?)
        /// Texts, none by default; where they are written as one, commas stand between them.
        case list
        /// IPv4 and IPv6 addresses, none by default; written as texts are.
        case addresses
        /// Origins as browsers spell them, none by default, or a star for all; written as texts are.
        case origins
        /// One of a few words.
        case word([String], default: String)
    }

    /// The flag's name, without its dashes: `keep-runs`. The other names are made of it.
    public let flag: String
    /// What it takes.
    public let kind: Kind
    /// What a number counts, or the word that stands for a value in the help.
    public let unit: String
    /// Whether it is a limit that clients can reach, and may know.
    public let isLimit: Bool
    /// Whether a file of settings may have it.
    public let isInFile: Bool
    /// What it means, as a sentence.
    public let meaning: String

    init(
        _ flag: String, _ kind: Kind, _ unit: String, isLimit: Bool = false, isInFile: Bool = true,
        _ meaning: String
    ) {
        self.flag = flag
        self.kind = kind
        self.unit = unit
        self.isLimit = isLimit
        self.isInFile = isInFile
        self.meaning = meaning
    }

    /// A limit of so many `unit`.
    static func limit(
        _ flag: String, _ range: ClosedRange<Int>, _ value: Int, _ unit: String, _ meaning: String
    ) -> Setting {
        Setting(flag, .number(range, default: value), unit, isLimit: true, meaning)
    }

    /// The variable of the environment: `LOCKSTEP_KEEP_RUNS`.
    public var variable: String {
        Self.variablePrefix + flag.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }

    /// The name in a file, and in `GET /limits`: `keepRuns`.
    public var key: String {
        let words = flag.split(separator: "-")
        return words.prefix(1).joined()
            + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// What all variables of ours begin with.
    static let variablePrefix = "LOCKSTEP_"

    /// What is allowed, as it continues "must be".
    package var allowed: String {
        switch kind {
        case .number(let range, _): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .text: "a text that is not empty"
        case .list: "texts that are not empty, with commas between them"
        case .addresses: "addresses such as 192.0.2.1 or 2001:db8::1, with commas between them"
        case .origins: "*, or origins such as https://example.com:8443, with commas between them"
        case .word(let words, _): words.joined(separator: " or ")
        }
    }

    /// The value without any flag, variable or file; nil if there is none.
    public var defaultValue: SettingValue? {
        switch kind {
        case .number(_, let value): .number(value)
        case .text(let value): value.map { .text($0) }
        case .list, .addresses, .origins: .list([])
        case .word(_, let word): .text(word)
        }
    }

    /// The value that a flag's or a variable's text is; nil if it is not allowed.
    package func value(of text: String) -> SettingValue? {
        switch kind {
        case .number: Int(text).flatMap { value(of: .integer($0)) }
        case .text, .word: value(of: .string(text))
        case .list, .addresses, .origins: value(of: .array(Self.parts(of: text).map { .string($0) }))
        }
    }

    /// The value that a file's is; nil if it is not allowed.
    func value(of json: JSONValue) -> SettingValue? {
        switch (kind, json) {
        case (.number(let range, _), _):
            json.wholeNumber.flatMap { range.contains($0) ? .number($0) : nil }
        case (.text, .string(let text)): text.isEmpty ? nil : .text(text)
        case (.list, .array(let values)): Self.texts(values).map { .list($0) }
        case (.addresses, .array(let values)), (.origins, .array(let values)):
            Self.texts(values).flatMap { $0.allSatisfy(isAllowed) ? .list($0) : nil }
        case (.word(let words, _), .string(let text)): words.contains(text) ? .text(text) : nil
        case (.text, _), (.list, _), (.addresses, _), (.origins, _), (.word, _): nil
        }
    }

    /// What is not allowed in a text that is not: the first such part, if it is several.
    func fault(in text: String) -> String {
        switch kind {
        case .number, .text, .word: text
        case .list, .addresses, .origins: Self.parts(of: text).first { !isAllowed($0) } ?? text
        }
    }

    /// Whether a text may be one of several.
    private func isAllowed(_ text: String) -> Bool {
        switch kind {
        case .addresses: IPAddress(text) != nil
        case .origins: Origin.isWellFormed(text)
        case .number, .text, .list, .word: !text.isEmpty
        }
    }

    /// The texts that are written as one.
    private static func parts(of text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map {
            String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    private static func texts(_ values: [JSONValue]) -> [String]? {
        let texts = values.compactMap { value in
            if case .string(let text) = value, !text.isEmpty { text } else { nil }
        }
        return texts.count == values.count ? texts : nil
    }
}

/// What a setting is set to.
public enum SettingValue: Sendable, Hashable, CustomStringConvertible {
    case number(Int)
    case text(String)
    case list([String])

    /// As a flag would have it.
    public var description: String {
        switch self {
        case .number(let number): String(number)
        case .text(let text): text
        case .list(let texts): texts.joined(separator: ",")
        }
    }
}
