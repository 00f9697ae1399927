/// Writes JSON, member by member, into a buffer: a trace of a hundred thousand events is written without a tree
/// of values in between.
public struct JSONWriter {
    /// What was written so far, as UTF-8.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// A writer with nothing written, and room for so many bytes.
    public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// Writes an object; `members` writes what is in it.
    public mutating func object(_ members: (inout JSONWriter) -> Void) {
        nest(UInt8(ascii: "{"), UInt8(ascii: "}"), members)
    }

    /// Writes an array; `elements` writes what is in it.
    public mutating func array(_ elements: (inout JSONWriter) -> Void) {
        nest(UInt8(ascii: "["), UInt8(ascii: "]"), elements)
    }

    /// Writes an array with an element for each of `values`.
    public mutating func array<Element>(
        _ values: some Sequence<Element>, _ element: (inout JSONWriter, Element) -> Void
    ) {
        array { writer in for value in values { element(&writer, value) } }
    }

    /// Writes a member's name, which must have nothing in it to escape; its value must be written next.
    public mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        append(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member whose value is an integer, or null.
    public mutating func member(_ name: StaticString, _ value: (some BinaryInteger)?) {
        self.name(name)
        if let value { integer(value) } else { null() }
    }

    /// Writes a member whose value is a text, or null.
    public mutating func member(_ name: StaticString, _ value: String?) {
        self.name(name)
        if let value { string(value) } else { null() }
    }

    /// Writes a member whose value is a flag.
    public mutating func member(_ name: StaticString, _ value: Bool) {
        self.name(name)
        bool(value)
    }

    /// Writes a member whose value is any JSON value.
    public mutating func member(_ name: StaticString, _ value: JSONValue) {
        self.name(name)
        self.value(value)
    }

    /// Writes null.
    public mutating func null() { literal("null") }

    /// Writes a flag.
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    /// Writes an integer.
    public mutating func integer(_ value: some BinaryInteger) {
        separate()
        digits(of: value)
    }

    /// Writes a number; null if it is not finite, which JSON cannot say.
    public mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        bytes += String(value).utf8
    }

    /// Writes any JSON value.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .number(let value): number(value)
        case .string(let value): string(value)
        case .array(let values): array(values) { $0.value($1) }
        case .object(let members):
            object { writer in
                for member in members {
                    writer.string(member.name)
                    writer.bytes.append(UInt8(ascii: ":"))
                    writer.needsComma = false
                    writer.value(member.value)
                }
            }
        }
    }

    /// Writes a text. Quotes, backslashes and control characters are escaped, and nothing else.
    public mutating func string(_ text: String) {
        var text = text
        quoted { writer in text.withUTF8 { writer.escape($0) } }
    }

    /// Writes a text that `parts` writes with `escape`, `append` and `digits`.
    package mutating func quoted(_ parts: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        parts(&self)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a part of a text.
    package mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        // Almost every text is a name without anything to escape, and goes as a whole.
        guard text.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") })
        else { return bytes.append(contentsOf: text) }
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): append("\\n")
            case UInt8(ascii: "\t"): append("\\t")
            case UInt8(ascii: "\r"): append("\\r")
            case 0..<0x20:
                append("\\u00")
                bytes += [Self.hexDigits[Int(byte >> 4)], Self.hexDigits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    /// Writes a number's digits. Half of a trace is numbers, and to make a `String` of each would take longer than
    /// all the rest.
    package mutating func digits(of value: some BinaryInteger) {
        guard var rest = UInt64(exactly: value.magnitude) else { return bytes += String(value).utf8 }
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        // As many as 2^64 has.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = digits.count
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: digits[start...])
        }
    }

    /// Writes a text that has nothing to escape.
    package mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        append(text)
    }

    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    @inline(__always)
    private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(open)
        needsComma = false
        body(&self)
        bytes.append(close)
        needsComma = true
    }
}

extension JSONValue {
    /// The value as JSON text in UTF-8, without white space.
    public var serialized: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }
}
