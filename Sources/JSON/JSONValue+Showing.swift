extension JSONValue {
    /// A Swift value as JSON: numbers, flags, texts, optionals, arrays and string enumerations as themselves, and
    /// a struct as the object of its stored properties, in their order.
    public init(showing value: Any) {
        if let value = value as? any ShownAsItself {
            self = value.shown
        } else if let value = value as? any RawRepresentable<String> {
            self = .string(value.rawValue)
        } else {
            self = .object(
                Mirror(reflecting: value).children.compactMap { child in
                    child.label.map { JSONMember($0, JSONValue(showing: child.value)) }
                })
        }
    }
}

/// What JSON has a kind of value for. One question finds it out of all: an exploration shows a thousand outcomes of a
/// hundred values each, and to ask each of them for one type after another takes as long as to find them.
private protocol ShownAsItself {
    var shown: JSONValue { get }
}

extension JSONValue: ShownAsItself {
    fileprivate var shown: JSONValue { self }
}

extension Bool: ShownAsItself {
    fileprivate var shown: JSONValue { .bool(self) }
}

extension Int: ShownAsItself {
    fileprivate var shown: JSONValue { .integer(self) }
}

extension Double: ShownAsItself {
    fileprivate var shown: JSONValue { .number(self) }
}

extension String: ShownAsItself {
    fileprivate var shown: JSONValue { .string(self) }
}

extension Array: ShownAsItself {
    fileprivate var shown: JSONValue { .array(map { JSONValue(showing: $0) }) }
}

extension Optional: ShownAsItself {
    fileprivate var shown: JSONValue { map { JSONValue(showing: $0) } ?? .null }
}
