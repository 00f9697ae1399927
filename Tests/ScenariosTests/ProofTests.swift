import Exploration
import JSON
import Playground
import Programs
import Scenarios
import Testing
import Threading
import Tracing

/// A small case of a scenario, and what an exploration of it must find.
private struct Case: Sendable, CustomTestStringConvertible {
    let scenario: String
    let expected: ExpectedExploration

    var testDescription: String {
        "\(scenario) \(String(decoding: expected.parameters.serialized, as: UTF8.self))"
    }
}

private let explorable = Catalogue.scenarios.filter { $0.about.engines.contains(.simulation) }

private let cases = explorable.flatMap { scenario in
    scenario.explorations.map { Case(scenario: scenario.about.name, expected: $0) }
}

@Suite struct `exploring a scenario` {
    private static let explorations = Result {
        var limits = Limits()
        limits.explorationsWaiting = 1_000  // however many tests run at once
        return try Bench.jobs(limits).explorations
    }

    /// What can be told of an end from either side.
    private struct End: Hashable {
        let status: JobStatus
        let outcome: [UInt8]?
        let isCorrect: Bool?

        init(_ ending: Ending<AnyOutcome>, isCorrect: Bool?) {
            status = ending.parts.status
            outcome = ending.parts.outcome?.serialized
            self.isCorrect = isCorrect
        }
    }

    @Test(arguments: cases)
    fileprivate func `finds what the scenario says, and nothing else`(_ small: Case) throws {
        let record = try Self.explorations.get().launch(
            ExplorationRequest(
                scenario: small.scenario, timeoutMs: 60_000, parameters: small.expected.parameters)
        ).ended.result().record
        #expect(record.verdict == small.expected.verdict)
        #expect(record.error == nil)
        #expect(record.report.progress == 1, "it saw everything, though it failed")
        #expect(record.report.isComplete)
        let found = record.report.outcomes.map { End($0.ending, isCorrect: $0.isCorrect) }
        let expected = small.expected.ends.map { End($0.ending, isCorrect: $0.isCorrect) }
        #expect(Set(found) == Set(expected))
    }

    @Test(arguments: cases)
    fileprivate func `ends as its runs may end`(_ small: Case) throws {
        let scenario = try #require(Catalogue.scenario(named: small.scenario))
        let prepared = try scenario.prepare(small.expected.parameters)
        for end in small.expected.ends { #expect(prepared.isExpected(end.ending), "\(end)") }
    }

    @Test(arguments: explorable.map(\.about.name))
    func `is expected with every word of every parameter`(_ name: String) throws {
        let scenario = try #require(Catalogue.scenario(named: name))
        let explorations = scenario.explorations
        #expect(!explorations.isEmpty)
        guard case .object(let properties)? = scenario.schema["properties"] else { return }
        for property in properties {
            guard case .array(let words)? = property.value["enum"] else { continue }
            let tried = explorations.map {
                $0.parameters[property.name] ?? property.value["default"] ?? .null
            }
            #expect(Set(words).subtracting(tried).isEmpty, "\(property.name)")
        }
    }
}
