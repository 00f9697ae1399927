public import Tracing

/// A scenario without its types.
public struct AnyScenario: Sendable {
    /// What the scenario is called and what it teaches.
    public let about: About
    /// The JSON Schema of its parameters.
    public let schema: JSONValue
    private let listExplorations: @Sendable () -> [ExpectedExploration]
    private let prepareRun: @Sendable (JSONValue) throws(ParameterErrors) -> PreparedRun

    init<S: Scenario>(_ scenario: S.Type) {
        about = S.about
        schema = S.Parameters().schema
        listExplorations = {
            S.cases.map { small in
                guard let parameters = try? S.Parameters(small.parameters) else {
                    preconditionFailure("a case of \(S.about.name) has wrong parameters: \(small.parameters)")
                }
                return ExpectedExploration(
                    parameters: small.parameters,
                    ends: small.ends.map { ending in
                        ExpectedEnd(ending: ending.untyped, isCorrect: S.isCorrect(ending, with: parameters))
                    })
            }
        }
        prepareRun = { json throws(ParameterErrors) in
            let parameters = try S.Parameters(json)
            return PreparedRun(
                parameters: parameters.json,
                program: { AnyOutcome(try S.run(parameters)) },
                isExpected: { S.expects($0.typed(), with: parameters) },
                isCorrect: { S.isCorrect($0.typed(), with: parameters) })
        }
    }

    /// What explorations of small cases must find; none if the scenario does not run in simulation.
    public var explorations: [ExpectedExploration] { listExplorations() }

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
    public let program: @Sendable () throws -> AnyOutcome
    /// Whether the scenario says that a run may end so.
    public let isExpected: @Sendable (Ending<AnyOutcome>) -> Bool
    /// Whether a program that ends so has done what it is for.
    public let isCorrect: @Sendable (Ending<AnyOutcome>) -> Bool
}

/// What a program ended with, without its type.
public struct AnyOutcome: Hashable, @unchecked Sendable {  // what is in it is Sendable
    let value: AnyHashable

    init(_ value: some Hashable & Sendable) { self.value = AnyHashable(value) }

    /// The outcome as the API shows it.
    public var json: JSONValue { JSONValue(showing: value.base) }
}

extension Ending {
    /// The ending without its type.
    fileprivate var untyped: Ending<AnyOutcome> {
        switch self {
        case .deadlocked: .deadlocked
        case .completed(let outcome): .completed(AnyOutcome(outcome))
        }
    }
}

extension Ending<AnyOutcome> {
    /// The ending of a run of the one scenario whose outcomes these are.
    fileprivate func typed<Value: Sendable & Hashable>() -> Ending<Value> {
        switch self {
        case .deadlocked: return .deadlocked
        case .completed(let outcome):
            guard let outcome = outcome.value.base as? Value else {
                preconditionFailure("\(outcome.value) is another scenario's outcome")
            }
            return .completed(outcome)
        }
    }
}
