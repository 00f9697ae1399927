import Analyses
import JSON
import Playground
import Programs
import Scenarios
import Storage
import Synchronization
import Testing
import Threading
import Tracing

@Suite struct `every store` {
    @Test(arguments: StoreKind.allCases)
    func `gives back what it was given`(kind: StoreKind) throws {
        try kind.withStore { store in
            var run = makeRun(status: .queued)
            try store.insert(run)
            #expect(try store.json(run.id) == run.json)
            run.status = .running
            try store.replace(run)
            #expect(try store.run(run.id)?.status == .running)
            run = makeEnded(run, events: 20)
            try store.replace(run)
            #expect(try store.json(run.id) == run.json)
            #expect(try store.run(run.id)?.json == run.json)
            #expect(try store.run(run.id)?.text == run.text)
            #expect(try store.json(JobID()) == nil)
            #expect(try store.run(JobID()) == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `does not bring a deleted run back`(kind: StoreKind) throws {
        try kind.withStore { store in
            let run = makeRun(status: .running)
            try store.insert(run)
            #expect(try store.delete(run.id))
            #expect(try !store.delete(run.id))
            try store.replace(makeEnded(run, events: 3))
            #expect(try store.json(run.id) == nil)
            #expect(try store.runs(RunQuery(limit: 10)).runs.isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `tells how many runs it keeps, and that it can be written, which changes nothing`(kind: StoreKind)
        throws
    {
        try kind.withStore(runLimit: 3) { store in
            #expect(store.usage.runs == 0)
            var sizes: [Int] = []
            for events in [5, 50, 500, 5] {
                try store.insert(makeRun(events: events))
                sizes.append(store.usage.bytes ?? 0)
            }
            #expect(store.usage.runs == 3)
            if store.usage.bytes != nil { #expect(sizes[0] < sizes[1] && sizes[1] < sizes[2]) }
            let (usage, runs) = (store.usage, try ids(store, RunQuery(limit: 10)))
            for _ in 1...10 { try store.check() }
            #expect(store.usage == usage)
            #expect(try ids(store, RunQuery(limit: 10)) == runs)
            #expect(try store.delete(runs[0]))
            #expect(store.usage.runs == 2)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `keeps the newest runs, up to its limit`(kind: StoreKind) throws {
        try kind.withStore(runLimit: 3) { store in
            let runs = (0..<5).map { _ in makeRun(events: 2) }
            for run in runs { try store.insert(run) }
            #expect(try ids(store, RunQuery(limit: 10)) == runs[2...].reversed().map(\.id))
            #expect(try store.run(runs[1].id) == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `pages meet every run once, newest first, while others come and go`(kind: StoreKind) throws {
        try kind.withStore { store in
            let runs = (0..<10).map { _ in makeRun() }
            for run in runs.shuffled() { try store.insert(run) }
            var met: [JobID] = []
            var cursor: JobID?
            repeat {
                let page = try store.runs(RunQuery(limit: 4, before: cursor))
                met += page.runs.map(\.id)
                cursor = page.next
                try store.insert(makeRun())
            } while cursor != nil
            #expect(met == runs.reversed().map(\.id))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a page that just takes all has no next`(kind: StoreKind) throws {
        try kind.withStore { store in
            for _ in 0..<4 { try store.insert(makeRun()) }
            #expect(try store.runs(RunQuery(limit: 4)).next == nil)
            #expect(try store.runs(RunQuery(limit: 3)).next != nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `filters agree with a look at every run`(kind: StoreKind) throws {
        try kind.withStore { store in
            var runs: [Run] = []
            for status in JobStatus.allCases {
                for scenario in ["race", "lock"] { runs.append(makeRun(scenario, status: status)) }
            }
            for run in runs { try store.insert(run) }
            for status in [nil] + JobStatus.allCases.map(Optional.some) {
                for scenario in [nil, "race", "lock", "none"] {
                    for since in [nil, runs[0].id, runs[5].id] {
                        let query = RunQuery(
                            limit: 50, since: since, scenario: scenario, engine: .threads, status: status)
                        let expected = runs.reversed().filter { run in
                            (status.map { run.status == $0 } ?? true)
                                && (scenario.map { run.scenario == $0 } ?? true)
                                && (since.map { run.id >= $0 } ?? true)
                        }
                        #expect(try ids(store, query) == expected.map(\.id))
                    }
                }
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `lists what runs end with, without their traces`(kind: StoreKind) throws {
        try kind.withStore { store in
            let run = makeEnded(makeRun(), events: 9)
            try store.insert(run)
            let listed = try #require(try store.runs(RunQuery(limit: 1)).runs.first)
            #expect(listed.trace.events.isEmpty)
            #expect(listed.summaryJSON == run.summaryJSON)
            #expect(listed.summaryLine == run.summaryLine)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `many threads at once lose nothing`(kind: StoreKind) throws {
        try kind.withStore(runLimit: 10_000) { store in
            let lost = Mutex<[JobID]>([])
            let kept = Mutex<Set<JobID>>([])
            inThreads(16) { thread in
                for round in 0..<25 {
                    let run = makeRun(status: .queued)
                    let ended = makeEnded(run, events: 5)
                    do {
                        try store.insert(run)
                        try store.replace(ended)
                        _ = try store.runs(RunQuery(limit: 5))
                        if try store.json(run.id) != ended.json { lost.withLock { $0.append(run.id) } }
                        if round % 5 == thread % 5 {
                            if try !store.delete(run.id) { lost.withLock { $0.append(run.id) } }
                        } else {
                            kept.withLock { _ = $0.insert(run.id) }
                        }
                    } catch {
                        Issue.record(error)
                    }
                }
            }
            #expect(lost.withLock { $0 } == [])
            let all = try ids(store, RunQuery(limit: 10_000))
            #expect(Set(all) == kept.withLock { $0 })
            #expect(all == all.sorted(by: >))
        }
    }

    private func ids(_ store: any RunStore, _ query: RunQuery) throws -> [JobID] {
        try store.runs(query).runs.map(\.id)
    }
}

/// What becomes of a run: every field has a value.
func makeEnded(_ run: Run, events: Int) -> Run {
    var run = run
    run.status = .deadlocked
    run.durationNs = 12_345_678_901
    run.outcome = ["y": .number(0.1), "b": [true, .number(-0.0), .number(1e300)], "a": ["x": nil]]
    run.isExpected = true
    run.error = "no \"reason\""
    run.findings = [
        Finding(
            .deadlock(.mixedCycle, cycle: [CycleLink(thread: 1, holds: [0], waitsFor: 1)]), message: "Å",
            threads: [1, 2], objects: [0], events: [3]),
        Finding(.lostUpdate, message: "", threads: [], objects: [], events: []),
    ]
    run.watchdog = WatchdogReport(timeoutNs: 1, reason: .cycle, atNs: 2, interrupted: [1, 2])
    run.trace = makeRun(events: events).trace
    return run
}
