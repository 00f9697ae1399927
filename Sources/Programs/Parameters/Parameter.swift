package import JSON

/// A parameter of a scenario: its default, what it is for, and what values it takes.
///
///     @Parameter("How many threads count down.", zh: "线程数", in: 1...500) var threads = 5
@propertyWrapper
package struct Parameter<Value: Sendable>: AnyParameter, Sendable {
    private let box: Box
    /// Made when it is asked for: every run makes its parameters, and only the catalogue shows their rules.
    private let rule: @Sendable () -> JSONValue
    private let encode: @Sendable (Value) -> JSONValue
    private let decode: @Sendable (JSONValue) -> Decoded

    /// The value.
    package var wrappedValue: Value { box.value }

    /// Where the value is. Parameters are found by reflection, which sees copies; the box lets it set the original.
    /// It is written while the parameters are read from a request, before anybody else sees them.
    private final class Box: @unchecked Sendable {
        var value: Value
        init(_ value: Value) { self.value = value }
    }

    package enum Decoded {
        case value(Value)
        case wrong(String)
    }

    package init(
        _ value: Value, _ summary: String, zh: String,
        rule: @autoclosure @escaping @Sendable () -> JSONValue,
        encode: @escaping @Sendable (Value) -> JSONValue,
        decode: @escaping @Sendable (JSONValue) -> Decoded
    ) {
        box = Box(value)
        self.encode = encode
        self.decode = decode
        self.rule = {
            guard case .object(let members) = rule() else { preconditionFailure("a rule is an object") }
            return .object(
                members + [
                    JSONMember("default", encode(value)), JSONMember("description", .string(summary)),
                    JSONMember("x-description-zh", .string(zh)),
                ])
        }
    }

    package var schema: JSONValue { rule() }
    package var json: JSONValue { encode(box.value) }

    package func assign(_ json: JSONValue) -> String? {
        switch decode(json) {
        case .value(let value):
            box.value = value
            return nil
        case .wrong(let detail): return detail
        }
    }
}

/// A parameter without the type of its value.
package protocol AnyParameter {
    /// The JSON Schema of the value.
    var schema: JSONValue { get }
    /// The value.
    var json: JSONValue { get }
    /// Sets the value; returns what is wrong with it, if anything is.
    func assign(_ json: JSONValue) -> String?
}
