/// An object's members, as what they must be.
extension JSONValue {
    /// A member that must be there.
    package func member(_ name: String) throws(JSONError) -> JSONValue {
        guard case .object = self else { throw wrong }
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
        var elements: [Element] = []
        try forEach(in: name) { (value) throws(JSONError) in elements.append(try read(value)) }
        return elements
    }

    /// Reads the elements of a member that is an array, one after the other. Errors name the element.
    package func forEach(
        in name: String, _ read: (JSONValue) throws(JSONError) -> Void
    ) throws(JSONError) {
        guard case .array(let values) = try member(name) else { throw wrong(name) }
        for (index, value) in values.enumerated() {
            do throws(JSONError) { try read(value) } catch { throw error.inside("\(name)[\(index)]") }
        }
    }

    /// A member that is an array of whole numbers.
    package func integers(_ name: String) throws(JSONError) -> [Int] {
        try list(name) { (value) throws(JSONError) in
            guard case .integer(let number) = value else { throw value.wrong }
            return number
        }
    }

    /// The error for a member that is not what it must be.
    ///
    /// - Parameter reason: why it is wrong, as the end of a sentence, where its type or text is not.
    package func wrong(_ name: String, _ reason: String? = nil) -> JSONError {
        .wrong(member: name, value: self[name] ?? .null, reason: reason)
    }

    /// The error for an element that is not what it must be; whoever reads the array says where it is.
    package var wrong: JSONError { .wrong(member: "", value: self, reason: nil) }
}
