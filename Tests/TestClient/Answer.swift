package import JSON

/// What a request was answered with.
package struct Answer: Sendable {
    /// The status code.
    package let status: Int
    /// The header fields, in order.
    package let headers: [(name: String, value: String)]
    /// The body's bytes.
    package let body: [UInt8]

    /// An answer of these parts.
    package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of the field with this name, whatever its case.
    package subscript(name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The media type, without its parameters.
    package var type: String { self["Content-Type"].map { String($0.prefix { $0 != ";" }) } ?? "" }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON.
    package var json: JSONValue {
        get throws { try JSONParser.parse(body) }
    }

    /// The body as a run.
    package var run: RunDocument {
        get throws { try RunDocument(json: body) }
    }
}

extension JSONValue {
    /// The text, if it is one.
    package var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The number, if it is a whole one.
    package var integer: Int? { if case .integer(let value) = self { value } else { nil } }

    /// The elements; none if it is no array.
    package var elements: [JSONValue] { if case .array(let values) = self { values } else { [] } }

    /// The members' names; none if it is no object.
    package var names: [String] { if case .object(let members) = self { members.map(\.name) } else { [] } }
}
