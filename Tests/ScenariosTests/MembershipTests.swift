import Exploration
import Glibc
import JSON
import Playground
import Programs
import Scenarios
import Testing
import Threading
import Tracing

/// What happens on real threads is among what exploration finds possible.
@Suite struct `a run on real threads` {
    /// How many runs of each case; `LOCKSTEP_RUNS` says otherwise.
    static let runs = getenv("LOCKSTEP_RUNS").flatMap { Int(String(cString: $0)) } ?? 3

    private static let explorations = Result {
        var limits = Limits()
        limits.comparisonRuns = max(runs, 1)
        limits.longestExploration = .seconds(600)
        return try Bench.jobs(limits).explorations
    }

    @Test(
        arguments: Catalogue.scenarios.filter { $0.about.engines.contains(.threads) }.map(\.about.name),
        [false, true])
    func `ends as some execution does`(_ name: String, chaos: Bool) throws {
        let scenario = try #require(Catalogue.scenario(named: name))
        for expected in scenario.explorations {
            let request = ExplorationRequest(
                scenario: name, timeoutMs: 500_000,
                comparison: ComparisonRequest(runs: Self.runs, seed: 1, chaos: chaos),
                parameters: expected.parameters)
            let record = try Self.explorations.get().launch(request).ended.result().record
            let comparison = try #require(record.comparison)
            let program = "\(name) \(String(decoding: expected.parameters.serialized, as: UTF8.self))"
            #expect(record.verdict != .budgetExhausted, "\(program)")
            #expect(comparison.runs == Self.runs, "\(program)")
            #expect(comparison.others.isEmpty, "\(program): \(comparison.others)")
            #expect(comparison.seen.reduce(0, +) == Self.runs, "\(program)")
        }
    }
}
