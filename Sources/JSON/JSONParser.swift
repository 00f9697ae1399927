/// Reads JSON as RFC 8259 has it, and nothing more: no trailing comma, no comment, no name twice in an object. Where a
/// text is no JSON, the error says in which line and column, and what is wrong there.
public struct JSONParser {
    /// How deep arrays and objects may nest: every level takes some of the stack.
    public static let depthLimit = 32

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    /// Where the members of the outermost object start.
    private var memberStarts: [Int] = []

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value that a text is.
    ///
    /// - Throws: `JSONError` for the first thing that is wrong with it.
    public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue { try parsed(bytes).0 }

    /// The members of an object, with their places in the text, so that errors about their values can name them; nil
    /// if the text is some other value.
    ///
    /// - Throws: `JSONError` for the first thing that is wrong with it as JSON.
    public static func placedMembers(_ bytes: [UInt8]) throws(JSONError) -> [PlacedMember]? {
        let (value, parser) = try parsed(bytes)
        guard case .object(let members) = value else { return nil }
        return zip(members, parser.memberStarts).map { member, start in
            let (line, column) = parser.place(of: start)
            return PlacedMember(member: member, line: line, column: column)
        }
    }

    private static func parsed(_ bytes: [UInt8]) throws(JSONError) -> (JSONValue, JSONParser) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        var parser = JSONParser(bytes)
        parser.skipSpace()
        let value = try parser.value()
        parser.skipSpace()
        if parser.next != nil { throw parser.unexpected("the end") }
        return (value, parser)
    }

    // MARK: Values

    private mutating func value() throws(JSONError) -> JSONValue {
        guard let next else { throw unexpected("a value") }
        switch next {
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(JSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw unexpected("a value")
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        guard depth < Self.depthLimit else { throw .tooDeep(limit: Self.depthLimit) }
        depth += 1
        position += 1
        skipSpace()
        let value = try body(&self)
        position += 1
        depth -= 1
        return value
    }

    /// What is between braces, up to the closing one.
    private mutating func object() throws(JSONError) -> JSONValue {
        var members: [JSONMember] = []
        var names: Set<String> = []
        if next == UInt8(ascii: "}") { return .object([]) }
        while true {
            guard next == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
            let start = position
            if depth == 1 { memberStarts.append(start) }
            let name = try string()
            guard names.insert(name).inserted else {
                position = start
                throw wrong("\"\(name)\" is there a second time")
            }
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw unexpected("a colon") }
            position += 1
            skipSpace()
            members.append(JSONMember(name, try value()))
            if try isLast(UInt8(ascii: "}"), "a comma or a closing brace") { return .object(members) }
        }
    }

    /// What is between brackets, up to the closing one.
    private mutating func array() throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        if next == UInt8(ascii: "]") { return .array([]) }
        while true {
            elements.append(try value())
            if try isLast(UInt8(ascii: "]"), "a comma or a closing bracket") { return .array(elements) }
        }
    }

    /// Whether the closing character comes next; otherwise skips the comma that must.
    private mutating func isLast(_ close: UInt8, _ wanted: String) throws(JSONError) -> Bool {
        skipSpace()
        if next == close { return true }
        guard next == UInt8(ascii: ",") else { throw unexpected(wanted) }
        position += 1
        skipSpace()
        return false
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        let matches = word.withUTF8Buffer { end <= bytes.count && bytes[position..<end].elementsEqual($0) }
        guard matches else { throw unexpected("a value") }
        position = end
        return value
    }

    // MARK: Numbers

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
        var isWhole = true
        if next == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isWhole = false
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let integer = Int(text) { return .integer(integer) }
        let number = Double(text) ?? .infinity
        // A number that is not zero is none either: nobody could be told any more what was written.
        let mantissa = text.prefix { $0 != "e" && $0 != "E" }
        let isZero = !mantissa.contains { ("1"..."9").contains($0) }
        guard number.isFinite, isZero || !number.isZero else {
            position = start
            let shown = text.utf8.count > 40 ? "\(text.prefix(40))..." : text
            throw wrong("the number \(shown) is too \(number.isZero ? "small" : "large")")
        }
        return .number(number)
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        if position == start { throw unexpected("a digit") }
    }

    // MARK: Strings

    private mutating func string() throws(JSONError) -> String {
        position += 1
        var text: [UInt8] = []
        while true {
            guard let byte = next else { throw unexpected("a closing quote") }
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                text += try escape()
            case 0..<0x20: throw wrong("a control character must be escaped in a string")
            default:
                text.append(byte)
                position += 1
            }
        }
    }

    private mutating func escape() throws(JSONError) -> [UInt8] {
        guard let byte = next else { throw unexpected("an escaped character") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default:
            position -= 1
            throw unexpected("an escaped character")
        }
    }

    /// The character of one `\u` escape, or of two that are a surrogate pair.
    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let high = try hexDigits()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xDC00, next == UInt8(ascii: "\\") else { throw wrong("half of a surrogate pair") }
        position += 1
        guard next == UInt8(ascii: "u") else { throw wrong("half of a surrogate pair") }
        position += 1
        let low = try hexDigits()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw wrong("half of a surrogate pair") }
        return scalar
    }

    private mutating func hexDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw unexpected("a hexadecimal digit")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    // MARK: The text

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func unexpected(_ wanted: String) -> JSONError {
        guard position < bytes.count else { return wrong("the text ends where \(wanted) is expected") }
        let rest = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
        return wrong("\"\(rest.prefix(1))\" is found where \(wanted) is expected")
    }

    private func wrong(_ what: String) -> JSONError {
        let (line, column) = place(of: position)
        return .malformed(what: what, line: line, column: column)
    }

    /// Line and column of a byte, from 1.
    private func place(of position: Int) -> (line: Int, column: Int) {
        let before = bytes[..<position]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = String(decoding: bytes[lineStart..<position], as: UTF8.self).count + 1
        return (before.count { $0 == 0x0A } + 1, column)
    }
}

/// A member of an object, and where in the text it starts; line and column count from 1.
public struct PlacedMember: Sendable, Hashable {
    /// Name and value.
    public let member: JSONMember
    /// The line of the name's first quote.
    public let line: Int
    /// Its column, in characters.
    public let column: Int
}

/// Why a text is no JSON, or not the JSON that it should be.
public enum JSONError: Error, Hashable, CustomStringConvertible {
    /// Its bytes are not UTF-8.
    case notUTF8
    /// Arrays and objects nest too deep.
    case tooDeep(limit: Int)
    /// Something is wrong at a place; line and column count from 1.
    case malformed(what: String, line: Int, column: Int)
    /// An object lacks a member.
    case missing(member: String)
    /// A member's value is of a type, or a text, that it cannot have, or for another reason, if there is one.
    case wrong(member: String, value: JSONValue, reason: String?)

    /// What went wrong, as a sentence.
    public var description: String {
        switch self {
        case .notUTF8: "It is not UTF-8."
        case .tooDeep(let limit): "Arrays and objects nest more than \(limit) levels deep."
        case .malformed(let what, let line, let column): "Line \(line), column \(column): \(what)."
        case .missing(let member): "The member \"\(member)\" is missing."
        case .wrong(let member, let value, let reason):
            (member.isEmpty ? "It" : "The member \"\(member)\"")
                + " cannot be \(String(decoding: value.serialized.prefix(80), as: UTF8.self))"
                + (reason.map { ": \($0)." } ?? ".")
        }
    }

    /// The same error, seen from outside: its member is one of what is at `place`.
    package func inside(_ place: String) -> JSONError {
        func path(_ member: String) -> String { member.isEmpty ? place : "\(place).\(member)" }
        return switch self {
        case .missing(let member): .missing(member: path(member))
        case .wrong(let member, let value, let reason):
            .wrong(member: path(member), value: value, reason: reason)
        case .notUTF8, .tooDeep, .malformed: self
        }
    }
}
