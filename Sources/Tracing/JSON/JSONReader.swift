/// Reads JSON in the order in which it stands: the counterpart of `JSONWriter`. A trace of a hundred thousand events
/// is read without a tree of them all, and what is read and written again is the same, byte by byte, if `JSONWriter`
/// wrote it; which Foundation's parser, whose objects have no order, cannot give.
public struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    /// Every level costs stack, and nothing that we write nests half as deep.
    private static let depthLimit = 64

    /// A reader of UTF-8 text.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads an object; `member` is called with each name, and must read the value that follows.
    public mutating func object(
        _ member: (inout JSONReader, String) throws(JSONError) -> Void
    ) throws(JSONError) {
        try sequence(UInt8(ascii: "{"), UInt8(ascii: "}")) { (reader) throws(JSONError) in
            let name = try reader.string()
            try reader.expect(UInt8(ascii: ":"))
            try member(&reader, name)
        }
    }

    /// Reads an array; `element` is called at each element, and must read it.
    public mutating func array(_ element: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        try sequence(UInt8(ascii: "["), UInt8(ascii: "]"), element)
    }

    /// Reads any value.
    public mutating func value() throws(JSONError) -> JSONValue {
        switch peek() {
        case UInt8(ascii: "{"):
            var members: [JSONMember] = []
            try object { (reader, name) throws(JSONError) in
                members.append(JSONMember(name, try reader.value()))
            }
            return .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            try array { (reader) throws(JSONError) in elements.append(try reader.value()) }
            return .array(elements)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        default: return try number()
        }
    }

    /// Makes sure that nothing follows.
    public mutating func end() throws(JSONError) {
        guard peek() == nil else { throw .malformed(at: position) }
    }

    private mutating func sequence(
        _ open: UInt8, _ close: UInt8, _ part: (inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try expect(open)
        depth += 1
        guard depth <= Self.depthLimit else { throw .malformed(at: position) }
        if peek() != close {
            try part(&self)
            while peek() == UInt8(ascii: ",") {
                position += 1
                try part(&self)
            }
        }
        try expect(close)
        depth -= 1
    }

    /// The next byte that is no white space; nil at the end.
    private mutating func peek() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            case let byte: return byte
            }
        }
        return nil
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard peek() == byte else { throw .malformed(at: position) }
        position += 1
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        let isThere = word.withUTF8Buffer { end <= bytes.count && bytes[position..<end].elementsEqual($0) }
        guard isThere else { throw .malformed(at: position) }
        position = end
        return value
    }

    /// A number: an integer unless it has a fraction or an exponent, as `JSONWriter` writes doubles.
    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        while position < bytes.count, Self.isPartOfNumber(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let integer = Int(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw .malformed(at: start) }
        return .number(number)
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }
}

// MARK: Texts

extension JSONReader {
    private mutating func string() throws(JSONError) -> String {
        try expect(UInt8(ascii: "\""))
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""),
            bytes[position] != UInt8(ascii: "\\")
        {
            position += 1
        }
        guard position < bytes.count else { throw .malformed(at: start) }
        if bytes[position] == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        return try escapedString(from: start)
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var units = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"): units += try escape()
            default: units.append(byte)
            }
        }
        throw .malformed(at: start)
    }

    /// What a backslash and the text after it stand for.
    private mutating func escape() throws(JSONError) -> [UInt8] {
        guard position < bytes.count else { throw .malformed(at: position) }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "n"): return [UInt8(ascii: "\n")]
        case UInt8(ascii: "t"): return [UInt8(ascii: "\t")]
        case UInt8(ascii: "r"): return [UInt8(ascii: "\r")]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "u"):
            // A character beyond the first plane is two of them.
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]), position + 1 < bytes.count,
                bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                units.append(try codeUnit())
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        default: throw .malformed(at: position)
        }
    }

    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        let end = position + 4
        guard end <= bytes.count,
            let unit = UInt16(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
        else { throw .malformed(at: position) }
        position = end
        return unit
    }
}

/// Why a JSON text is not what it should be.
public enum JSONError: Error, CustomStringConvertible {
    /// The text is no JSON from this byte on.
    case malformed(at: Int)
    /// An object lacks a member.
    case missing(member: String)
    /// A member's value is of a type, or a text, that it cannot have.
    case wrong(member: String, value: JSONValue)

    /// What is wrong, as a sentence.
    public var description: String {
        switch self {
        case .malformed(let position): "The text is not JSON at byte \(position)."
        case .missing(let member): "The member \"\(member)\" is missing."
        case .wrong(let member, let value):
            "The member \"\(member)\" cannot be \(String(decoding: value.serialized.prefix(80), as: UTF8.self))."
        }
    }
}
