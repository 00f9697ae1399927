import JSON
import Metrics
import Playground
import Storage
import Synchronization
import Testing
import Threading

/// What holds for jobs of every kind.
@Suite(.serialized) struct `jobs` {
    @Test(arguments: JobKind.allCases)
    func `a client gets its share of the room and no more, and the rest is the others'`(_ kind: JobKind)
        throws
    {
        let tested = try JobsUnderTest(kind, atOnce: 1, waiting: 7, share: 50)
        defer { tested.jobs.shutdown(grace: .zero) }
        for _ in 1...4 { _ = try tested.launch(.endless, for: "a") }
        let refusal = #expect(throws: JobError.self) { try tested.launch(.endless, for: "a") }
        guard case .overShare(client: "a", jobs: 4, share: 50)? = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        for _ in 1...4 { _ = try tested.launch(.endless, for: "b") }
        let full = #expect(throws: JobError.self) { try tested.launch(.endless, for: "c") }
        guard case .busy(waiting: 7)? = full else {
            Issue.record("\(String(describing: full))")
            return
        }
    }

    @Test func `the room of one kind is not the other's`() throws {
        var limits = Limits()
        (limits.runsAtOnce, limits.runsWaiting) = (1, 0)
        (limits.explorationsAtOnce, limits.explorationsWaiting) = (1, 0)
        let jobs = try Jobs(limits: limits, store: MemoryJobStore(keeping: [:], eventLimit: 1_000_000))
        let run = try jobs.runs.launch(
            RunRequest(scenario: "timer", parameters: ["intervalMs": 60_000]), for: "a")
        let request = ExplorationRequest(scenario: "lock", parameters: ["threads": 2])
        let exploration = try jobs.explorations.launch(request, for: "a")
        #expect(try exploration.ended.result().record.status == .completed)
        run.cancel()
        #expect(try run.ended.result().record.status == .cancelled)
        jobs.shutdown(grace: .zero)
    }

    @Test(arguments: JobKind.allCases)
    func `nobody in particular has no share but the room`(_ kind: JobKind) throws {
        let tested = try JobsUnderTest(kind, atOnce: 1, waiting: 3, share: 1)
        defer { tested.jobs.shutdown(grace: .zero) }
        for _ in 1...4 { _ = try tested.launch(.endless) }
        #expect(throws: JobError.self) { try tested.launch(.endless) }
    }

    @Test(arguments: JobKind.allCases)
    func `a share is never less than one job, and is free again once the job is answered`(_ kind: JobKind)
        throws
    {
        let tested = try JobsUnderTest(kind, atOnce: 1, waiting: 1, share: 1)
        defer { tested.jobs.shutdown(grace: .zero) }
        for _ in 1...20 { #expect(try tested.launch(.quick, for: "a").status() == .completed) }
    }

    @Test(arguments: JobKind.allCases)
    func `what the store refuses takes no room`(_ kind: JobKind) throws {
        let tested = try JobsUnderTest(kind, atOnce: 1, waiting: 1, share: 50, store: FullStore())
        for _ in 1...3 {
            let error = #expect(throws: JobError.self) { try tested.launch(.endless, for: "a") }
            guard case .notStored(.full)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test(arguments: JobKind.allCases)
    func `a request that is wrong launches nothing`(_ kind: JobKind) throws {
        let tested = try JobsUnderTest(kind)
        let error = #expect(throws: JobError.self) { try tested.launch(.wrong) }
        guard case .invalid(let errors)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(errors.map(\.field) == ["timeoutMs"])
        #expect(tested.jobs.store.usage.count(of: kind) == 0)
    }

    /// With one supervisor, jobs go on in the order in which they are given their turns.
    @Test(arguments: JobKind.allCases)
    func `clients take turns, however much the first has ordered and has had`(_ kind: JobKind) throws {
        let tested = try JobsUnderTest(kind)
        let first = try tested.launch(.endless, for: "a")
        while try tested.stored(first.id) != .running {}
        let order = Mutex<[String]>([])
        var jobs: [JobsUnderTest.Launched] = []
        for client in ["a", "a", "a", "b", "c", "c"] {
            let job = try tested.launch(.quick, for: client)
            job.whenOver { order.withLock { $0.append(client) } }
            jobs.append(job)
        }
        first.cancel()
        for job in jobs { #expect(try job.status() == .completed) }
        tested.jobs.shutdown(grace: .seconds(60))
        // The first had a turn before the others came.
        #expect(order.withLock { $0 } == ["b", "c", "a", "c", "a", "a"])
    }

    // MARK: The end

    @Test(arguments: JobKind.allCases)
    func `a job that is cancelled ends soon, and one that waits for its turn at once`(_ kind: JobKind) throws
    {
        let tested = try JobsUnderTest(kind)
        defer { tested.jobs.shutdown(grace: .zero) }
        let (first, second) = (try tested.launch(.endless), try tested.launch(.endless))
        while try tested.stored(first.id) != .running {}
        second.cancel()
        #expect(try second.status() == .cancelled)
        #expect(try tested.stored(second.id) == .cancelled)
        #expect(try tested.stored(first.id) == .running, "the one before it goes on")
        let start = ContinuousClock.now
        first.cancel()
        #expect(try first.status() == .cancelled)
        // A fifth of a second on a machine of one's own.
        #expect(.now - start < .seconds(5))
        #expect(try tested.stored(first.id) == .cancelled)
    }

    /// Half a run says nothing, and what an exploration has found is an answer.
    @Test(arguments: JobKind.allCases)
    func `shutting down waits for runs that go on and ends explorations, and takes no more`(_ kind: JobKind)
        throws
    {
        let tested = try JobsUnderTest(kind, atOnce: 1)
        let start = ContinuousClock.now
        let jobs = try (1...3).map { _ in try tested.launch(kind == .run ? .quick : .endless) }
        tested.jobs.shutdown(grace: .seconds(60))
        #expect(.now - start < .seconds(30))
        for job in jobs { #expect(try tested.stored(job.id) == (kind == .run ? .completed : .cancelled)) }
        let error = #expect(throws: JobError.self) { try tested.launch(.quick) }
        guard case .stopping? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: JobKind.allCases)
    func `shutting down cancels the jobs that take longer than it wants to wait`(_ kind: JobKind) throws {
        let tested = try JobsUnderTest(kind)
        let jobs = try (1...3).map { _ in try tested.launch(.endless) }
        let start = ContinuousClock.now
        tested.jobs.shutdown(grace: .milliseconds(50))
        #expect(.now - start < .seconds(10))
        for job in jobs {
            #expect(try job.status() == .cancelled)
            #expect(try tested.stored(job.id) == .cancelled)
        }
    }
}

@Suite(.serialized) struct `what is counted about jobs` {
    @Test(arguments: [
        (JobKind.run, #"scenario="lock",engine="threads""#),
        (.exploration, #"scenario="lock",strategy="exhaustive""#),
    ])
    func `tells of each kind what became of it`(_ kind: JobKind, _ labels: String) throws {
        var registry = Registry()
        let tested = try JobsUnderTest(kind, atOnce: 1, waiting: 1, share: 100, counting: &registry)
        func counts(_ sample: String) -> Bool {
            registry.text.contains("\nlockstep_\(kind.plural)_\(sample)\n")
        }
        _ = try tested.launch(.quick).status()
        #expect(counts("launched_total 1"))
        #expect(counts(#"total{\#(labels),status="completed"} 1"#))
        #expect(counts("running 0"))
        let job = try tested.launch(.endless)
        while !counts("running 1") {}
        _ = try tested.launch(.endless)
        #expect(counts("waiting 1"))
        #expect(throws: JobError.self) { try tested.launch(.endless) }
        #expect(counts(#"refused_total{reason="busy"} 1"#))
        job.cancel()
        tested.jobs.shutdown(grace: .zero)
        #expect(counts("running 0"))
        #expect(counts("waiting 0"))
        #expect(throws: JobError.self) { try tested.launch(.endless) }
        #expect(counts(#"refused_total{reason="stopping"} 1"#))
    }

    @Test func `tells how long a store's writes take, and that they fail`() throws {
        var registry = Registry()
        let store = MeasuredJobStore(FullStore(), in: &registry)
        #expect(throws: JobError.self) { try JobsUnderTest(.run, store: store).launch(.endless) }
        #expect(try store.page(JobQuery(limit: 1), of: Run.self).records.isEmpty)
        #expect(registry.text.contains("\nlockstep_store_failures_total{operation=\"write\"} 1\n"))
        #expect(registry.text.contains("\nlockstep_store_failures_total{operation=\"read\"} 0\n"))
        #expect(registry.text.contains("\nlockstep_store_write_duration_seconds_count 1\n"))
        #expect(registry.text.contains("\nlockstep_store_runs 3\n"))
        #expect(registry.text.contains("\nlockstep_store_explorations 2\n"))
        #expect(registry.text.contains("\nlockstep_store_bytes 400\n"))
    }
}

/// A store without any room.
private final class FullStore: JobStore {
    func insert<Record: JobRecord>(_ record: EncodedRecord<Record>) throws(StoreError) {
        throw .full(file: "runs")
    }
    func replace<Record: JobRecord>(_ record: EncodedRecord<Record>) throws(StoreError) {
        throw .full(file: "runs")
    }
    func record<Record: JobRecord>(_ id: JobID, as type: Record.Type) -> Record? { nil }
    func json(_ id: JobID, of kind: JobKind) -> [UInt8]? { nil }
    func page<Record: JobRecord>(_ query: JobQuery, of type: Record.Type) -> JobPage<Record> {
        JobPage(records: [], next: nil)
    }
    func delete(_ id: JobID, of kind: JobKind) -> Bool { false }
    var usage: StoreUsage { StoreUsage(counts: [.run: 3, .exploration: 2], bytes: 400) }
    func check() throws(StoreError) { throw .full(file: "runs") }
    func close() {}
}
