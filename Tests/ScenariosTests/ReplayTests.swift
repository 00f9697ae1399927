import Exploration
import JSON
import Playground
import Programs
import Scenarios
import Scheduling
import Testing
import Threading
import Tracing

@Suite struct `a failing schedule that an exploration reports` {
    /// A schedule that ends wrongly, and how.
    private struct Failing {
        let scenario: String
        let parameters: JSONValue
        let seed: Int
        let end: OutcomeReport<AnyOutcome>
    }

    /// One for each wrong end of each small case of the catalogue.
    private func all() throws -> [Failing] {
        let jobs = try Bench.jobs()
        defer { jobs.shutdown(grace: .zero) }
        return try Catalogue.scenarios.flatMap { scenario in
            try scenario.explorations.filter { !$0.isProof }.flatMap { expected in
                let record = try jobs.explorations.launch(
                    ExplorationRequest(scenario: scenario.about.name, parameters: expected.parameters)
                ).ended.result().record
                return record.report.outcomes.filter { $0.isCorrect == false }.map {
                    Failing(
                        scenario: scenario.about.name, parameters: record.parameters,
                        seed: Int(record.options.seed), end: $0)
                }
            }
        }
    }

    private func replay(_ failing: Failing) throws -> Run {
        try Bench.run(
            failing.scenario, failing.parameters, seed: failing.seed,
            schedule: failing.end.schedule.description)
    }

    /// The trace as text: two runs do the same if it is the same.
    private func trace(of run: Run) -> [UInt8] {
        var writer = JSONWriter()
        run.trace.write(to: &writer)
        return writer.bytes
    }

    @Test func `leads to its end as a run, whichever it is`() throws {
        let schedules = try all()
        #expect(schedules.count > 20)
        for failing in schedules {
            let run = try replay(failing)
            #expect(run.engine == .simulation)
            #expect(run.status == failing.end.ending.parts.status, "\(failing)")
            #expect(run.outcome == failing.end.ending.parts.outcome, "\(failing)")
            #expect(run.schedule == failing.end.schedule.description)
        }
    }

    @Test func `replays 1,000 times out of 1,000, to the same trace`() throws {
        let schedules = try all()
        let traces = try schedules.map { trace(of: try replay($0)) }
        for round in 0..<1_000 {
            let place = round % schedules.count
            #expect(try trace(of: replay(schedules[place])) == traces[place], "\(schedules[place])")
        }
    }
}
