package import JSON

/// The parameters of a scenario: a struct whose properties are `@Parameter`s.
package protocol ParameterSet: Sendable {
    /// All parameters at their defaults.
    init()
}

/// What is wrong with parameters.
public struct ParameterErrors: Error, Hashable {
    /// One for each parameter that is wrong.
    public let errors: [ParameterError]
}

/// What is wrong with one parameter.
public struct ParameterError: Sendable, Hashable {
    /// The parameter's name; empty if it is the object of all parameters that is wrong.
    public let name: String
    /// A sentence.
    public let detail: String
}

extension ParameterSet {
    /// Parameters at their defaults, except those that an object (or null) names.
    package init(_ json: JSONValue) throws(ParameterErrors) {
        self.init()
        let members: [JSONMember]
        switch json {
        case .null: members = []
        case .object(let object): members = object
        default:
            throw ParameterErrors(
                errors: [ParameterError(name: "", detail: "must be an object, not \(json.article).")])
        }
        // To look for the fields costs more than the rest, and most runs name no parameter.
        if members.isEmpty { return }
        var errors: [ParameterError] = []
        let fields = fields
        for member in members {
            guard let field = fields.first(where: { $0.name == member.name }) else {
                errors.append(unknown(member.name, fields.map(\.name)))
                continue
            }
            if let detail = field.parameter.assign(member.value) {
                errors.append(ParameterError(name: member.name, detail: detail))
            }
        }
        if !errors.isEmpty { throw ParameterErrors(errors: errors) }
    }

    /// All parameters as an object.
    package var json: JSONValue { .object(fields.map { JSONMember($0.name, $0.parameter.json) }) }

    /// The JSON Schema of such an object.
    package var schema: JSONValue {
        [
            "type": "object", "additionalProperties": false,
            "properties": .object(fields.map { JSONMember($0.name, $0.parameter.schema) }),
        ]
    }

    /// The properties that are parameters, by their names; a wrapper's own name begins with an underscore.
    private var fields: [(name: String, parameter: any AnyParameter)] {
        Mirror(reflecting: self).children.compactMap { child in
            guard let label = child.label, let parameter = child.value as? any AnyParameter else {
                return nil
            }
            return (String(label.drop { $0 == "_" }), parameter)
        }
    }

    private func unknown(_ name: String, _ known: [String]) -> ParameterError {
        let list = known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))"
        return ParameterError(name: name, detail: "is not a parameter of this scenario; \(list).")
    }
}

/// For scenarios without parameters.
package struct NoParameters: ParameterSet {
    package init() {}
}
