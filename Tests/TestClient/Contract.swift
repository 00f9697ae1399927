import FoundationEssentials
package import JSON
import Yams

/// `openapi.yaml`, and the part of JSON Schema that it uses.
package struct Contract: Sendable {
    /// The repository's contract.
    package static var openapi: Contract {
        get throws { try read.get() }
    }

    /// The document as it is written.
    package static var text: String {
        get throws { try String(contentsOfFile: Repository.folder + "/openapi.yaml", encoding: .utf8) }
    }

    private static let read = Result {
        return Contract(document: try YAMLDecoder().decode(JSONValue.self, from: try text))
    }

    /// All of it.
    package let document: JSONValue

    /// What a `$ref` points to; the value itself if it is none.
    package func resolve(_ value: JSONValue) -> JSONValue {
        guard let pointer = value["$ref"]?.string else { return value }
        let found = pointer.dropFirst(2).split(separator: "/").reduce(document) { $0[String($1)] ?? .null }
        precondition(found != .null, "\(pointer) leads nowhere")
        return resolve(found)
    }

    /// What is wrong with a value as an instance of one of the contract's schemas.
    package func faults(of value: JSONValue, as schema: String) -> [String] {
        faults(of: value, by: ["$ref": .string("#/components/schemas/\(schema)")], at: schema)
    }

    /// What is wrong with a value as an instance of a schema; `place` is what the value is called in that.
    package func faults(of value: JSONValue, by schema: JSONValue, at place: String) -> [String] {
        guard case .object(let rules) = schema else { return ["\(place): no schema"] }
        return rules.flatMap { rule -> [String] in
            switch rule.name {
            case "$ref": faults(of: value, by: resolve(schema), at: place)
            case "type": isOne(of: rule.value, value) ? [] : ["\(place): \(value) is no \(rule.value)"]
            case "const": value == rule.value ? [] : ["\(place): \(value) is not \(rule.value)"]
            case "enum": rule.value.elements.contains(value) ? [] : ["\(place): \(value) is not in the enum"]
            case "minimum":
                number(value).map { $0 < number(rule.value) ?? 0 } == true ? ["\(place): \(value)"] : []
            case "maximum":
                number(value).map { $0 > number(rule.value) ?? 0 } == true ? ["\(place): \(value)"] : []
            case "minItems": isArray(value) && value.elements.count < count(rule) ? ["\(place): too few"] : []
            case "maxItems":
                isArray(value) && value.elements.count > count(rule) ? ["\(place): too many"] : []
            case "pattern": matches(value, rule.value) ? [] : ["\(place): \(value) does not match"]
            case "required":
                isObject(value)
                    ? rule.value.elements.compactMap(\.string).filter { value[$0] == nil }.map {
                        "\(place).\($0) is missing"
                    }
                    : []
            case "properties":
                rule.value.names.flatMap { name in
                    value[name].map { faults(of: $0, by: rule.value[name] ?? .null, at: "\(place).\(name)") }
                        ?? []
                }
            case "additionalProperties":
                value.names.filter { schema["properties"]?[$0] == nil }.map {
                    "\(place).\($0) is not in the contract"
                }
            case "items":
                value.elements.enumerated().flatMap { faults(of: $1, by: rule.value, at: "\(place)[\($0)]") }
            case "allOf": rule.value.elements.flatMap { faults(of: value, by: $0, at: place) }
            case "anyOf":
                rule.value.elements.contains { faults(of: value, by: $0, at: place).isEmpty }
                    ? [] : ["\(place): \(value) is none of the alternatives"]
            case "description", "title", "default", "example", "format": []
            default: ["\(place): the keyword \(rule.name) is not checked"]
            }
        }
    }

    private func isOne(of type: JSONValue, _ value: JSONValue) -> Bool {
        let names = type.string.map { [$0] } ?? type.elements.compactMap(\.string)
        return names.contains(value.typeName) || (names.contains("number") && value.typeName == "integer")
    }

    private func isArray(_ value: JSONValue) -> Bool { value.typeName == "array" }

    private func isObject(_ value: JSONValue) -> Bool { value.typeName == "object" }

    private func count(_ rule: JSONMember) -> Int { rule.value.integer ?? 0 }

    private func number(_ value: JSONValue) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    private func matches(_ value: JSONValue, _ pattern: JSONValue) -> Bool {
        guard let text = value.string, let pattern = pattern.string, let regex = try? Regex(pattern) else {
            return true
        }
        return text.firstMatch(of: regex) != nil
    }
}
