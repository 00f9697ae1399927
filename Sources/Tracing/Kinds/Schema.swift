import JSON

/// Schemas of states: objects that have these members, all of them unless they are optional, and no others.
extension JSONValue {
    static func schema(_ properties: [JSONMember], optional: [JSONMember] = []) -> JSONValue {
        [
            "type": "object", "required": .array(properties.map { .string($0.name) }),
            "additionalProperties": false, "properties": .object(properties + optional),
        ]
    }

    static var integerSchema: JSONValue { ["type": "integer"] }
    static var integerOrNullSchema: JSONValue { ["type": ["integer", "null"]] }
    static var flagSchema: JSONValue { ["type": "boolean"] }
    static var integersSchema: JSONValue { ["type": "array", "items": integerSchema] }

    static func schema<Name: RawRepresentable<String> & CaseIterable>(oneOf type: Name.Type) -> JSONValue {
        ["type": "string", "enum": .array(type.allCases.map { .string($0.rawValue) })]
    }
}
