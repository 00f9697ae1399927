public import Events
public import JSON

extension JSONValue {
    /// What a value from a trace is in JSON.
    public init(_ value: TraceValue) {
        switch value {
        case .none: self = .null
        case .flag(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .text(let value): self = .string(value)
        case .list(let values): self = .array(values.map { JSONValue($0) })
        }
    }
}

extension TraceValue {
    /// A member's value from its JSON form. Objects are refused: no value becomes one.
    init(json: JSONValue, in name: String) throws(JSONError) {
        guard let value = Self.value(try json.member(name)) else { throw json.wrong(name) }
        self = value
    }

    private static func value(_ json: JSONValue) -> TraceValue? {
        switch json {
        case .null: return TraceValue.none
        case .bool(let value): return .flag(value)
        case .integer(let value): return .integer(value)
        case .number(let value): return .number(value)
        case .string(let value): return .text(value)
        case .array(let values):
            let elements = values.compactMap(Self.value)
            return elements.count == values.count ? .list(elements) : nil
        case .object: return nil
        }
    }
}
