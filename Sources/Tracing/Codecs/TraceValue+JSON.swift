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
    /// A value from its JSON form; objects, which no value becomes, as nothing.
    init(json: JSONValue) {
        switch json {
        case .null, .object: self = .none
        case .bool(let value): self = .flag(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let value): self = .text(value)
        case .array(let values): self = .list(values.map { TraceValue(json: $0) })
        }
    }
}
