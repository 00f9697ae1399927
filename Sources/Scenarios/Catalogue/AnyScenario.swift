public import JSON
public import Programs
import Scheduling
import Tracing

/// A scenario without its types.
public struct AnyScenario: Sendable {
    /// What the scenario is called and what it teaches.
    public let about: About
    /// The JSON Schema of its parameters.
    public let schema: JSONValue
    private let listExplorations: @Sendable () -> [ExpectedExploration]
    private let makeProgram: @Sendable (JSONValue) throws(ParameterErrors) -> Program

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
                        ExpectedEnd(
                            ending: ending.map { AnyOutcome($0) },
                            isCorrect: S.isCorrect(ending, with: parameters))
                    })
            }
        }
        makeProgram = { json throws(ParameterErrors) in
            let parameters = try S.Parameters(json)
            return Program(
                parameters: parameters.json,
                body: { AnyOutcome(try S.run(parameters)) },
                isExpected: { S.expects($0.map { $0.typed() }, with: parameters) },
                isCorrect: { S.isCorrect($0.map { $0.typed() }, with: parameters) },
                mistake: { S.mistake(in: $0.typed(), with: parameters) })
        }
    }

    /// What explorations of small cases must find; none if the scenario does not run in simulation.
    public var explorations: [ExpectedExploration] { listExplorations() }

    /// The program's text.
    public var source: String { embeddedSources[about.file] ?? "" }

    /// Reads parameters, an object or null, and makes a program of them.
    ///
    /// - Throws: `ParameterErrors` with every parameter that is wrong.
    public func prepare(_ parameters: JSONValue) throws(ParameterErrors) -> Program {
        try makeProgram(parameters)
    }
}
