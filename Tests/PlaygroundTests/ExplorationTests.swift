import Exploration
import JSON
import Playground
import Storage
import Testing
import Threading

@Suite(.serialized) struct `an exploration that is launched` {
    private let jobs: Jobs

    init() throws { jobs = try Jobs(store: MemoryJobStore(keeping: [:], eventLimit: 1_000_000)) }

    private func explore(_ request: ExplorationRequest) throws -> ExplorationRecord {
        try jobs.explorations.launch(request).ended.result().record
    }

    @Test(arguments: [
        ExplorationRequest(scenario: "deadlock", parameters: ["threads": 2]),
        ExplorationRequest(
            scenario: "race", comparison: ComparisonRequest(runs: 5, seed: 3),
            parameters: ["threads": 2, "pauseMs": 0]),
        ExplorationRequest(scenario: "race", strategy: "pos", maxExecutions: 20, parameters: ["threads": 3]),
    ])
    func `reads back from its JSON as the same`(_ request: ExplorationRequest) throws {
        let record = try explore(request)
        let read = try ExplorationRecord(json: record.json)
        #expect(read.json == record.json)
        #expect(read.text == record.text)
        #expect(read.head == record.head)
        let listed = try ExplorationRecord(json: record.summaryJSON)
        #expect(listed.summaryLine == record.summaryLine)
        #expect(try jobs.store.json(record.id, of: .exploration) == record.json)
    }

    @Test func `tells its data races, and has none if it is of a version that did not look for them`() throws
    {
        let record = try explore(
            ExplorationRequest(scenario: "race", parameters: ["threads": 2, "pauseMs": 0]))
        let race = try #require(record.report.dataRaces.first)
        #expect(race.variable == "count" && race.first.source?.hasPrefix("Scenarios/Race.swift:") == true)
        #expect(record.text.contains("\(race.sentence)\n  To see it: lockstep run race "))
        #expect(record.text.contains("Besides, the program has 2 data races, so that hardware and compiler"))
        guard case .object(let members) = try JSONParser.parse(record.json) else { return }
        guard case .array(let races)? = members.first(where: { $0.name == "dataRaces" })?.value else {
            Issue.record("they are in the JSON")
            return
        }
        #expect(races.count == 2)
        let older = JSONValue.object(members.filter { $0.name != "dataRaces" })
        #expect(try ExplorationRecord(json: older.serialized).report.dataRaces.isEmpty)
        let peterson = try explore(
            ExplorationRequest(scenario: "peterson", parameters: ["fix": "peterson", "looks": 2]))
        #expect(peterson.report.dataRaces.isEmpty)
    }

    @Test func `is refused as JSON at every length but the whole`() throws {
        let json = try explore(ExplorationRequest(scenario: "lock", parameters: ["threads": 2])).json
        for length in 0..<json.count {
            #expect(throws: JSONError.self) { try ExplorationRecord(json: Array(json[..<length])) }
        }
    }

    @Test func `says what it left out because the time was up`() throws {
        let record = try explore(
            ExplorationRequest(scenario: "race", timeoutMs: 100, parameters: ["threads": 9]))
        #expect(record.status == .completed)
        #expect(record.verdict == .failed)
        #expect(!record.report.isComplete)
        let sentence = "The search was ended before everything had been explored."
        #expect(record.report.cuts.contains(sentence))
        #expect(record.text.contains("Left out: \(sentence)\n"))
        let cuts = try JSONParser.parse(record.json)["cuts"]
        #expect(cuts == .array(record.report.cuts.map { .string($0) }))
    }

    /// One time for both: a search that has no end leaves a half of it to the real runs.
    @Test func `leaves time for the real runs that it is compared with, within one budget`() throws {
        let start = ContinuousClock.now
        let record = try explore(
            ExplorationRequest(
                scenario: "race", timeoutMs: 2_000, comparison: ComparisonRequest(runs: 1_000),
                parameters: ["threads": 9, "pauseMs": 100]))
        #expect(.now - start < .seconds(12))
        let comparison = try #require(record.comparison)
        #expect((1..<1_000).contains(comparison.runs))
        #expect(record.report.elapsedNs < 2_000_000_000)
        #expect(record.report.cuts.contains("Only some of the real runs were made that were asked for."))
        #expect(record.status == .completed)
    }

    /// The time begins when its turn comes.
    @Test func `loses no time while it waits`() throws {
        let tested = try JobsUnderTest(.exploration)
        let first = try tested.launch(.endless)
        let second = try tested.jobs.explorations.launch(
            ExplorationRequest(scenario: "lock", timeoutMs: 300, parameters: ["threads": 2]))
        while try tested.stored(first.id) != .running {}
        #expect(throws: (any Error).self) { try second.ended.result(timeout: .milliseconds(600)) }
        first.cancel()
        #expect(try second.ended.result().record.verdict == .proved)
        tested.jobs.shutdown(grace: .zero)
    }

    @Test func `keeps what it had found when it is cancelled`() throws {
        let tested = try JobsUnderTest(.exploration)
        let launched = try tested.launch(.endless)
        let job = try #require(tested.jobs.explorations.job(launched.id))
        while job.latest.record.report.executions == 0 {}
        job.cancel()
        let record = try job.ended.result().record
        #expect(record.status == .cancelled)
        #expect(record.verdict == .failed)
        #expect(record.report.executions > 0 && !record.report.outcomes.isEmpty)
        tested.jobs.shutdown(grace: .zero)
    }
}
