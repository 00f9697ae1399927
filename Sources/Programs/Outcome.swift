public import JSON

/// What a program ended with, without its type.
public struct AnyOutcome: Hashable, @unchecked Sendable {  // what is in it is Sendable
    private let value: AnyHashable

    /// A program's outcome.
    package init(_ value: some Hashable & Sendable) { self.value = AnyHashable(value) }

    /// The outcome as the API shows it.
    public var json: JSONValue { JSONValue(showing: value.base) }

    /// The outcome as the program's own type, which it must be of.
    package func typed<Value>() -> Value {
        guard let outcome = value.base as? Value else {
            preconditionFailure("\(value) is another program's outcome")
        }
        return outcome
    }
}
