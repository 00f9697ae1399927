/// An object's members, as what they must be.
extension JSONValue {
    /// A member that must be there.
    package func member(_ name: String) throws(JSONError) -> JSONValue {
        guard let value = self[name] else { throw .missing(member: name) }
        return value
    }

    /// A member that may be null.
    package func optional<Value>(
        _ name: String, _ read: (JSONValue, String) throws(JSONError) -> Value
    ) throws(JSONError) -> Value? {
        try member(name) == .null ? nil : try read(self, name)
    }

    /// A member that is a whole number.
    package func integer(_ name: String) throws(JSONError) -> Int {
        guard case .integer(let value) = try member(name) else { throw wrong(name) }
        return value
    }

    /// A member that is a whole number, or null.
    package func number(_ name: String) throws(JSONError) -> Int? {
        try optional(name) { (json, name) throws(JSONError) in try json.integer(name) }
    }

    /// A member that is a text.
    package func text(_ name: String) throws(JSONError) -> String {
        guard case .string(let value) = try member(name) else { throw wrong(name) }
        return value
    }

    /// A member that is a flag.
    package func flag(_ name: String) throws(JSONError) -> Bool {
        guard case .bool(let value) = try member(name) else { throw wrong(name) }
        return value
    }

    /// A member that is one of an enumeration's texts.
    package func name<Name: RawRepresentable<String>>(
        _ name: String, of type: Name.Type = Name.self
    ) throws(JSONError) -> Name {
        guard let value = Name(rawValue: try text(name)) else { throw wrong(name) }
        return value
    }

    /// A member that is an array.
    package func list<Element>(
        _ name: String, _ read: (JSONValue) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        guard case .array(let values) = try member(name) else { throw wrong(name) }
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for value in values { elements.append(try read(value)) }
        return elements
    }

    /// A member that is an array of whole numbers.
    package func integers(_ name: String) throws(JSONError) -> [Int] {
        try list(name) { (value) throws(JSONError) in
            guard case .integer(let number) = value else { throw wrong(name) }
            return number
        }
    }

    /// The error for a member that is not what it must be.
    package func wrong(_ name: String) -> JSONError { .wrong(member: name, value: self[name] ?? .null) }
}
