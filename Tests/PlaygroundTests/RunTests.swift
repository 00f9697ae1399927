import Events
import JSON
import Playground
import Programs
import Storage
import Testing
import Threading
import Tracing

@Suite struct `a run that is launched` {
    private func jobs(_ limits: Limits = Limits()) throws -> Jobs {
        try Jobs(limits: limits, store: MemoryJobStore(keeping: [.run: 100], eventLimit: 1_000_000))
    }

    @Test func `a run that has ended is in the store as its future has it`() throws {
        let jobs = try jobs()
        let ended = try jobs.runs.launch(RunRequest(scenario: "lock", seed: 3)).ended.result()
        let run = ended.record
        #expect(run.status == .completed)
        #expect(run.seed == 3)
        #expect(run.durationNs != nil)
        let stored = try #require(try jobs.store.json(run.id, of: .run))
        #expect(stored == run.json)
        // The very same bytes: nobody has written them down a second time.
        let addresses = [stored, ended.json].map { $0.withUnsafeBytes(\.baseAddress) }
        #expect(addresses[0] == addresses[1])
        jobs.shutdown(grace: .zero)
    }

    @Test func `a run without a seed gets one that it tells`() throws {
        let jobs = try jobs()
        let first = try jobs.runs.launch(RunRequest(scenario: "queue")).ended.result().record
        let again = try jobs.runs.launch(RunRequest(scenario: "queue", seed: first.seed)).ended.result()
            .record
        #expect(again.outcome == first.outcome)
        #expect(again.id != first.id)
    }

    @Test func `a run says whether it was right, and in words what is wrong`() throws {
        let jobs = try jobs()
        func run(_ scenario: String, _ parameters: JSONValue = .null) throws -> Run {
            try jobs.runs.launch(
                RunRequest(scenario: scenario, engine: "simulation", seed: 1, parameters: parameters)
            ).ended.result().record
        }
        let race = try run("race", ["threads": 5])
        #expect(race.isExpected == true && race.isCorrect == false)
        #expect(race.mistake?.en == "the count is 4 and should be 0; 4 updates were lost")
        #expect(race.mistake?.zh == "计数是 4，应为 0；丢失了 4 次更新")
        let lock = try run("lock")
        #expect(lock.isExpected == true && lock.isCorrect == true && lock.mistake == nil)
        let deadlock = try run("deadlock", ["variant": "self"])
        #expect(deadlock.isExpected == true && deadlock.isCorrect == false && deadlock.mistake != nil)
        jobs.shutdown(grace: .zero)
    }

    @Test func `a record of before runs said whether they were right is read`() throws {
        let jobs = try jobs()
        let run = try jobs.runs.launch(RunRequest(scenario: "race", seed: 1)).ended.result().record
        guard case .object(let members) = try JSONParser.parse(run.json) else { return }
        let old = JSONValue.object(members.filter { !["correct", "mistake"].contains($0.name) })
        let read = try Run(json: old.serialized)
        #expect(read.isExpected == true && read.isCorrect == nil && read.mistake == nil)
        #expect(try Run(json: run.json).json == run.json)
        jobs.shutdown(grace: .zero)
    }

    @Test func `the threads of a run are limited, and the refusal is the run's failure`() throws {
        var limits = Limits()
        limits.threadsPerRun = 5
        let run = try jobs(limits).runs.launch(RunRequest(scenario: "race")).ended.result().record
        #expect(run.status == .failed)
        #expect(run.isExpected == false)
        #expect(run.error?.contains("5") == true)
        #expect(run.outcome == nil)
    }

    @Test func `the events of a run are limited, and it says how many are missing`() throws {
        var limits = Limits()
        limits.eventsPerRun = 300
        let request = RunRequest(
            scenario: "race", parameters: ["threads": 2, "pauseMs": 0, "iterations": 500])
        let run = try jobs(limits).runs.launch(request).ended.result().record
        #expect(run.status == .completed)
        #expect(run.trace.truncated > 0)
        #expect(run.trace.events.first?.seq == run.trace.truncated)
        #expect(run.trace.events.count <= 300)
        #expect(run.trace.events.last?.action == .end)
        #expect(run.text.contains("(the first \(run.trace.truncated) events were dropped)"))
    }

    @Test func `a run that is cut short says so, and its threads are gone`() throws {
        let request = RunRequest(
            scenario: "semaphore", timeoutMs: 20, parameters: ["threads": 3, "holdMs": 10_000])
        let run = try jobs().runs.launch(request).ended.result().record
        #expect(run.status == .timedOut)
        #expect(run.watchdog?.reason == .timeout)
        #expect(run.watchdog?.timeoutNs == 20_000_000)
        // As many as had been started by then: on a busy machine the time may be up before all are.
        let threads = run.trace.threads.map(\.id)
        #expect(run.watchdog?.interrupted == threads)
        let ended = run.trace.events.filter { $0.action == .end }.map(\.thread)
        #expect(ended.sorted() == threads)
        #expect(run.text.contains("Timed out after"))
    }

    @Test func `is none if the request is wrong`() throws {
        let jobs = try jobs()
        #expect(throws: JobError.self) { try jobs.runs.launch(RunRequest(scenario: "nothing")) }
        #expect(throws: JobError.self) {
            try jobs.runs.launch(RunRequest(scenario: "race", engine: "magic"))
        }
        #expect(throws: JobError.self) { try jobs.runs.launch(RunRequest(scenario: "race", timeoutMs: 0)) }
        #expect(throws: JobError.self) {
            try jobs.runs.launch(RunRequest(scenario: "race", parameters: ["threads": 0]))
        }
        #expect(try jobs.store.page(JobQuery(limit: 10), of: Run.self).records.isEmpty)
    }
}
