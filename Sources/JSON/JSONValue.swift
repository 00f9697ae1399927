/// A JSON document whose objects keep the order of their members, so that a reader meets them as they were written.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    /// The value of an object's member; nil if there is no such member, or this is no object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The number, if it is a whole one; 5.0 is, as JSON Schema has it.
    public var wholeNumber: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }

    /// What kind of JSON value this is, for a message.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The type with its article, for a sentence.
    public var article: String {
        switch self {
        case .null: "null"
        case .array, .integer, .object: "an \(typeName)"
        default: "a \(typeName)"
        }
    }

    /// What is wrong with it where a whole number is wanted, for a sentence that begins with the name.
    public var isNoInteger: String {
        guard case .number(let value) = self else { return "must be an integer, not \(article)." }
        let text = String(decoding: serialized, as: UTF8.self)
        return abs(value) >= 0x1p53 ? "is too large: \(text)." : "must be an integer, not \(text)."
    }
}

/// A name and a value in a JSON object.
public struct JSONMember: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The value.
    public var value: JSONValue

    /// A member with this name and value.
    public init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// A flag.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array of these values.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object of these members.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { JSONMember($0, $1) })
    }
    /// Null.
    public init(nilLiteral: ()) { self = .null }
}

extension JSONValue {
    /// A number, or null.
    public init(_ value: Int?) { self = value.map { .integer($0) } ?? .null }

    /// An array of numbers.
    public init(_ values: [Int]) { self = .array(values.map { .integer($0) }) }
}
