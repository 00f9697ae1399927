import Events
import JSON
import Playground
import Programs
import Scenarios
import Storage
import Testing
import Threading
import Tracing

@Suite struct `the store in memory` {
    private func makeRun(_ scenario: String = "race", status: JobStatus = .completed, events: Int = 0) -> Run
    {
        var run = Run(
            id: JobID(), scenario: scenario, engine: .threads, status: status, parameters: [:], seed: 1)
        run.trace.events = (0..<events).map {
            TraceEvent(
                seq: $0, atNs: 0, thread: 0, action: .output, object: nil, phase: .done, source: nil,
                state: nil,
                value: .text("x"))
        }
        return run
    }

    @Test func `keeps the newest runs, up to its limit`() {
        let store = MemoryRunStore(runLimit: 3, eventLimit: 100)
        let runs = (0..<5).map { _ in makeRun() }
        for run in runs { store.insert(run) }
        #expect(store.runs(RunQuery(limit: 10)).runs.map(\.id) == runs[2...].reversed().map(\.id))
        #expect(store.run(runs[1].id) == nil)
    }

    @Test func `forgets the oldest when there are too many events, but never the newest`() {
        let store = MemoryRunStore(runLimit: 10, eventLimit: 100)
        let runs = (0..<4).map { _ in makeRun(events: 40) }
        for run in runs {
            store.insert(makeEmpty(run))
            store.replace(run)
        }
        #expect(store.runs(RunQuery(limit: 10)).runs.map(\.id) == [runs[3].id, runs[2].id])
        let large = makeRun(events: 1000)
        store.insert(makeEmpty(large))
        store.replace(large)
        #expect(store.runs(RunQuery(limit: 10)).runs.map(\.id) == [large.id])
        #expect(store.delete(large.id))
        store.insert(makeRun())
        store.insert(makeRun())
        #expect(store.runs(RunQuery(limit: 10)).runs.count == 2, "the deleted run's events no longer count")
    }

    @Test func `counts the events of a run that comes whole`() {
        let store = MemoryRunStore(runLimit: 10, eventLimit: 100)
        for _ in 0..<4 { store.insert(makeRun(events: 40)) }
        #expect(store.runs(RunQuery(limit: 10)).runs.count == 2)
    }

    private func makeEmpty(_ run: Run) -> Run {
        var run = run
        run.trace.events = []
        return run
    }

    @Test func `does not bring a deleted run back`() {
        let store = MemoryRunStore(runLimit: 3, eventLimit: 100)
        let run = makeRun(status: .running)
        store.insert(run)
        #expect(store.delete(run.id))
        #expect(!store.delete(run.id))
        store.replace(run)
        #expect(store.run(run.id) == nil)
        #expect(store.runs(RunQuery(limit: 10)).runs.isEmpty)
    }

    @Test func `keeps its order whatever order runs come in`() {
        let store = MemoryRunStore(runLimit: 10, eventLimit: 100)
        let runs = (0..<5).map { _ in makeRun() }
        for run in [runs[1], runs[0], runs[4], runs[2], runs[3]] { store.insert(run) }
        #expect(store.runs(RunQuery(limit: 10)).runs.map(\.id) == runs.reversed().map(\.id))
    }

    @Test func `gives pages that together are the list`() {
        let store = MemoryRunStore(runLimit: 100, eventLimit: 100)
        let runs = (0..<10).map { makeRun($0 % 3 == 0 ? "lock" : "race") }
        for run in runs { store.insert(run) }
        for limit in 1...11 {
            var query = RunQuery(limit: limit, scenario: "race")
            var ids: [JobID] = []
            repeat {
                let page = store.runs(query)
                ids += page.runs.map(\.id)
                query.before = page.next
            } while query.before != nil
            #expect(ids == runs.reversed().filter { $0.scenario == "race" }.map(\.id), "\(limit) a page")
        }
    }
}

@Suite struct `a run's name` {
    @Test func `is greater than every name before it, and reads back`() throws {
        var last = JobID()
        for _ in 0..<10_000 {
            let next = JobID()
            #expect(last < next && last.description < next.description)
            last = next
        }
        #expect(JobID(last.description) == last)
        #expect(last.description.count == 13)
    }

    @Test(arguments: [
        "", "1", "zzzzzzzzzzzzz", "1m7y48teff5rI", "1M7Y48TEFF5RF", "1m7y48teff5rfa", "1m7y48teff5r\u{e9}",
    ])
    func `is told from what is none`(_ text: String) { #expect(JobID(text) == nil) }

    @Test func `tells the time of its creation`() throws {
        #expect(try #require(JobID("1m7y48teff5rf")).createdAt == "2026-11-21T04:01:44.398Z")
    }
}
