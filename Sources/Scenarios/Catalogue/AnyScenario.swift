public import Tracing

/// A scenario without its types.
public struct AnyScenario: Sendable {
    /// What the scenario is called and what it teaches.
    public let about: About
    /// The JSON Schema of its parameters.
    public let schema: JSONValue
    private let prepareRun: @Sendable (JSONValue) throws(ParameterErrors) -> PreparedRun

    init<S: Scenario>(_ scenario: S.Type) {
        about = S.about
        schema = S.Parameters().schema
        prepareRun = { json throws(ParameterErrors) in
            let parameters = try S.Parameters(json)
            return PreparedRun(
                parameters: parameters.json,
                body: {
                    let outcome = try S.run(parameters)
                    return PreparedRun.End(
                        outcome: JSONValue(showing: outcome),
                        isExpected: S.expects(.completed(outcome), with: parameters),
                        isCorrect: S.isCorrect(.completed(outcome), with: parameters))
                },
                mayDeadlock: S.expects(.deadlocked, with: parameters),
                isDeadlockCorrect: S.isCorrect(.deadlocked, with: parameters))
        }
    }

    /// The program's text.
    public var source: String { embeddedSources[about.file] ?? "" }

    /// Reads parameters, an object or null, and makes a run of them.
    ///
    /// - Throws: `ParameterErrors` with every parameter that is wrong.
    public func prepare(_ parameters: JSONValue) throws(ParameterErrors) -> PreparedRun {
        try prepareRun(parameters)
    }
}

/// A scenario with its parameters, ready to run.
public struct PreparedRun: Sendable {
    /// All parameters, defaults filled in.
    public let parameters: JSONValue
    /// The program, for the main thread of a run.
    public let body: @Sendable () throws -> End
    /// Whether a deadlock is one of the ways in which it is expected to end.
    public let mayDeadlock: Bool
    /// Whether a run that deadlocks has done what the program is for.
    public let isDeadlockCorrect: Bool

    /// What a program that returned has returned.
    public struct End: Sendable {
        /// The outcome.
        public let outcome: JSONValue
        /// Whether it is one that the scenario expects.
        public let isExpected: Bool
        /// Whether it is one that shows that the program did what it is for.
        public let isCorrect: Bool
    }
}
