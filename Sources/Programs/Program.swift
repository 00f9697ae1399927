public import JSON
public import Scheduling

/// A program that can be run and explored, with its parameters, and with what may be expected of it.
public struct Program: Sendable {
    /// All parameters, defaults filled in.
    public let parameters: JSONValue
    /// What the main thread of a run does.
    public let body: @Sendable () throws -> AnyOutcome
    /// Whether a run may end so.
    public let isExpected: @Sendable (Ending<AnyOutcome>) -> Bool
    /// Whether a program that ends so has done what it is for.
    public let isCorrect: @Sendable (Ending<AnyOutcome>) -> Bool
    /// What is wrong with an outcome that is not correct, as the end of a sentence.
    public let mistake: @Sendable (AnyOutcome) -> Localized

    /// A program of these parts.
    package init(
        parameters: JSONValue, body: @escaping @Sendable () throws -> AnyOutcome,
        isExpected: @escaping @Sendable (Ending<AnyOutcome>) -> Bool,
        isCorrect: @escaping @Sendable (Ending<AnyOutcome>) -> Bool,
        mistake: @escaping @Sendable (AnyOutcome) -> Localized
    ) {
        self.parameters = parameters
        self.body = body
        self.isExpected = isExpected
        self.isCorrect = isCorrect
        self.mistake = mistake
    }
}
