import JSON
import Metrics
import Playground
import Storage
import Synchronization
import Testing
import Threading
import Tracing

@Suite struct `admission` {
    private let blocked = RunRequest(
        scenario: "semaphore", timeoutMs: 60_000, parameters: ["threads": 1, "holdMs": 10_000])

    private func launcher(
        runs: Int, waiting: Int, share: Int, metrics: RunMetrics = RunMetrics(),
        store: any RunStore = MemoryRunStore(runLimit: 100, eventLimit: 1_000_000)
    ) -> Launcher {
        var limits = Limits()
        (limits.runsAtOnce, limits.runsWaiting, limits.clientShare) = (runs, waiting, share)
        return Launcher(limits: limits, store: store, metrics: metrics)
    }

    @Test func `a client gets its share of the room and no more, and the rest is the others'`() throws {
        let launcher = launcher(runs: 2, waiting: 6, share: 50)
        defer { launcher.shutdown(grace: .zero) }
        for _ in 1...4 { _ = try launcher.launch(blocked, for: "a") }
        #expect(throws: LaunchError.self) { try launcher.launch(blocked, for: "a") }
        for _ in 1...4 { _ = try launcher.launch(blocked, for: "b") }
        do {
            _ = try launcher.launch(blocked, for: "c")
            Issue.record("the room is full, and a run was taken")
        } catch {
            guard case .busy(waiting: 6) = error else { throw error }
        }
    }

    @Test func `nobody in particular has no share but the room`() throws {
        let launcher = launcher(runs: 1, waiting: 3, share: 1)
        defer { launcher.shutdown(grace: .zero) }
        for _ in 1...4 { _ = try launcher.launch(blocked) }
        #expect(throws: LaunchError.self) { try launcher.launch(blocked) }
    }

    @Test func `a share is never less than one run, and is free again once the run is answered`() throws {
        let launcher = launcher(runs: 1, waiting: 1, share: 1)
        defer { launcher.shutdown(grace: .zero) }
        for _ in 1...50 {
            #expect(
                try launcher.launch(RunRequest(scenario: "lock"), for: "a").ended.result().status
                    == .completed)
        }
    }

    @Test func `a run that the store refuses takes no room`() throws {
        let launcher = launcher(runs: 1, waiting: 1, share: 50, store: FullStore())
        for _ in 1...3 {
            do {
                _ = try launcher.launch(blocked, for: "a")
                Issue.record("a run was launched that is not stored")
            } catch {
                guard case .notStored(.full) = error else { throw error }
            }
        }
    }

    /// With one supervisor, runs go on in the order in which they are given their turns.
    @Test func `clients take turns, however much the first has ordered`() throws {
        let launcher = launcher(runs: 1, waiting: 20, share: 100)
        let first = try launcher.launch(blocked, for: "a")
        while try launcher.store.run(first.id)?.status != .running {}
        let quick = RunRequest(scenario: "lock")
        let order = Mutex<[String]>([])
        var runs: [ActiveRun] = []
        for client in ["a", "a", "a", "b", "c", "c"] {
            let run = try launcher.launch(quick, for: client)
            run.ended.addDoneCallback { _ in order.withLock { $0.append(client) } }
            runs.append(run)
        }
        first.cancel()
        for run in runs { _ = try run.ended.result() }
        launcher.shutdown(grace: .seconds(60))
        #expect(order.withLock { $0 } == ["a", "b", "c", "a", "c", "a"])
    }

    @Test func `what becomes of runs is counted`() throws {
        var registry = Registry()
        let launcher = launcher(runs: 1, waiting: 1, share: 100, metrics: RunMetrics(in: &registry))
        _ = try launcher.launch(RunRequest(scenario: "lock")).ended.result()
        #expect(registry.text.contains("\nlockstep_runs_launched_total 1\n"))
        #expect(
            registry.text.contains(
                "\nlockstep_runs_total{scenario=\"lock\",engine=\"threads\",status=\"completed\"} 1\n"))
        #expect(registry.text.contains("\nlockstep_runs_running 0\n"))
        let run = try launcher.launch(blocked)
        while !registry.text.contains("\nlockstep_runs_running 1\n") {}
        _ = try launcher.launch(blocked)
        #expect(registry.text.contains("\nlockstep_runs_waiting 1\n"))
        #expect(throws: LaunchError.self) { try launcher.launch(blocked) }
        #expect(registry.text.contains("\nlockstep_runs_refused_total{reason=\"busy\"} 1\n"))
        run.cancel()
        launcher.shutdown(grace: .zero)
        #expect(registry.text.contains("\nlockstep_runs_running 0\n"))
        #expect(registry.text.contains("\nlockstep_runs_waiting 0\n"))
        #expect(throws: LaunchError.self) { try launcher.launch(blocked) }
        #expect(registry.text.contains("\nlockstep_runs_refused_total{reason=\"stopping\"} 1\n"))
    }

    @Test func `a store's writes are timed, and its failures counted`() throws {
        var registry = Registry()
        let store = MeasuredRunStore(FullStore(), in: &registry)
        let launcher = launcher(runs: 1, waiting: 1, share: 100, store: store)
        #expect(throws: LaunchError.self) { try launcher.launch(blocked) }
        #expect(try store.runs(RunQuery(limit: 1)).runs.isEmpty)
        #expect(registry.text.contains("\nlockstep_store_failures_total{operation=\"write\"} 1\n"))
        #expect(registry.text.contains("\nlockstep_store_failures_total{operation=\"read\"} 0\n"))
        #expect(registry.text.contains("\nlockstep_store_write_duration_seconds_count 1\n"))
        #expect(registry.text.contains("\nlockstep_store_runs 3\n"))
        #expect(registry.text.contains("\nlockstep_store_bytes 400\n"))
    }
}

/// A store without any room.
private final class FullStore: RunStore {
    func insert(_ run: Run) throws(StoreError) { throw .full(file: "runs") }
    func replace(_ run: Run) throws(StoreError) { throw .full(file: "runs") }
    func run(_ id: JobID) -> Run? { nil }
    func json(_ id: JobID) -> [UInt8]? { nil }
    func runs(_ query: RunQuery) -> RunPage { RunPage(runs: [], next: nil) }
    func delete(_ id: JobID) -> Bool { false }
    var usage: StoreUsage { StoreUsage(runs: 3, bytes: 400) }
    func check() throws(StoreError) { throw .full(file: "runs") }
    func close() {}
}
