import JSON
import Playground

/// Reads the fields of a request's body one by one, and keeps what is wrong with any of them.
struct FieldReader {
    private var members: [JSONMember]
    private var known: [String] = []
    private var errors: [FieldError] = []

    /// A reader of an object.
    init(_ body: JSONValue) throws(Problem) {
        guard case .object(let members) = body else {
            throw .malformed("The body must be an object, not \(body.article).")
        }
        self.members = members
    }

    private init(_ members: [JSONMember]) { self.members = members }

    /// A field as it is; null if it is not there.
    mutating func value(_ name: String) -> JSONValue {
        known.append(name)
        return members.first { $0.name == name }?.value ?? .null
    }

    /// A text; nil if it is not there, or null.
    mutating func text(_ name: String) -> String? {
        read(name, "a string") { if case .string(let text) = $0 { text } else { nil } }
    }

    /// A whole number; nil if it is not there, or null.
    mutating func integer(_ name: String) -> Int? {
        let value = value(name)
        if value == .null { return nil }
        if let number = value.wholeNumber { return number }
        errors.append(FieldError(field: name, detail: value.isNoInteger))
        return nil
    }

    /// A flag; nil if it is not there, or null.
    mutating func flag(_ name: String) -> Bool? {
        read(name, "true or false") { if case .bool(let flag) = $0 { flag } else { nil } }
    }

    /// An object whose fields are read likewise; nil if it is not there, or null.
    mutating func object<Value>(_ name: String, _ readFields: (inout FieldReader) -> Value) -> Value? {
        let value = value(name)
        if value == .null { return nil }
        guard case .object(let members) = value else {
            errors.append(FieldError(field: name, detail: "must be an object, not \(value.article)."))
            return nil
        }
        var reader = FieldReader(members)
        let result = readFields(&reader)
        errors += reader.allErrors.map { FieldError(field: "\(name).\($0.field)", detail: $0.detail) }
        return result
    }

    private mutating func read<Value>(_ name: String, _ wanted: String, _ convert: (JSONValue) -> Value?)
        -> Value?
    {
        let value = value(name)
        if value == .null { return nil }
        let converted = convert(value)
        if converted == nil {
            errors.append(FieldError(field: name, detail: "must be \(wanted), not \(value.article)."))
        }
        return converted
    }

    /// Throws if a field was wrong, or is none of those that were asked for.
    func finish() throws(Problem) {
        if !allErrors.isEmpty { throw .invalid(allErrors) }
    }

    private var allErrors: [FieldError] {
        errors
            + members.filter { !known.contains($0.name) }.map { member in
                FieldError(
                    field: member.name,
                    detail: "is not a field of this request; it may have \(known.joined(separator: ", ")).")
            }
    }
}
