/// A value as a trace shows it: what was read, written, put, got, or printed.
public enum TraceValue: Sendable, Hashable {
    case none
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([TraceValue])

    /// How a trace shows any Swift value: numbers, flags, texts and lists as themselves, nil as nothing, and
    /// everything else by its description.
    public init(showing value: some Any) {
        switch value {
        case let value as Int: self = .integer(value)
        case let value as Bool: self = .flag(value)
        case let value as String: self = .text(value)
        case let value as Double: self = .number(value)
        case let value as TraceValue: self = value
        case let value as [Any]: self = .list(value.map { TraceValue(showing: $0) })
        case is Void: self = .none
        case let value as (any OptionalValue): self = value.shown
        case let value as Float: self = .number(Double(value))
        case let value as (any BinaryInteger):
            self = Int(exactly: value).map { .integer($0) } ?? .text(String(describing: value))
        default: self = .text(String(describing: value))
        }
    }
}

/// Lets an optional of any type be told apart from other values.
private protocol OptionalValue {
    var shown: TraceValue { get }
}

extension Optional: OptionalValue {
    fileprivate var shown: TraceValue {
        switch self {
        case .some(let value): TraceValue(showing: value)
        case .none: .none
        }
    }
}
