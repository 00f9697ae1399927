import Events
import JSON
import Playground
import Scenarios
import Storage
import Testing
import Threading
import Tracing

@Suite struct `launching` {
    private func launcher(_ limits: Limits = Limits()) -> Launcher {
        Launcher(limits: limits, store: MemoryRunStore(runLimit: 100, eventLimit: 1_000_000))
    }

    @Test func `a run that has ended is in the store as its future has it`() throws {
        let launcher = launcher()
        let run = try launcher.launch(RunRequest(scenario: "lock", seed: 3)).ended.result()
        #expect(run.status == .completed)
        #expect(run.seed == 3)
        #expect(run.durationNs != nil)
        #expect(try launcher.store.run(run.id)?.json == run.json)
        launcher.shutdown(grace: .zero)
    }

    @Test func `a run without a seed gets one that it tells`() throws {
        let launcher = launcher()
        let first = try launcher.launch(RunRequest(scenario: "queue")).ended.result()
        let again = try launcher.launch(RunRequest(scenario: "queue", seed: first.seed)).ended.result()
        #expect(again.outcome == first.outcome)
        #expect(again.id != first.id)
    }

    @Test func `the threads of a run are limited, and the refusal is the run's failure`() throws {
        var limits = Limits()
        limits.threadsPerRun = 5
        let run = try launcher(limits).launch(RunRequest(scenario: "race")).ended.result()
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
        let run = try launcher(limits).launch(request).ended.result()
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
        let run = try launcher().launch(request).ended.result()
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

    @Test func `an order that is wrong launches nothing`() throws {
        let launcher = launcher()
        #expect(throws: LaunchError.self) { try launcher.launch(RunRequest(scenario: "nothing")) }
        #expect(throws: LaunchError.self) {
            try launcher.launch(RunRequest(scenario: "race", engine: "magic"))
        }
        #expect(throws: LaunchError.self) { try launcher.launch(RunRequest(scenario: "race", timeoutMs: 0)) }
        #expect(throws: LaunchError.self) {
            try launcher.launch(RunRequest(scenario: "race", parameters: ["threads": 0]))
        }
        #expect(try launcher.store.runs(RunQuery(limit: 10)).runs.isEmpty)
    }

    @Test func `shutting down waits for the runs that go on, and takes no more`() throws {
        let launcher = launcher()
        let request = RunRequest(scenario: "semaphore", parameters: ["threads": 1, "holdMs": 50])
        let run = try launcher.launch(request)
        launcher.shutdown(grace: .seconds(60))
        #expect(run.ended.isDone)
        #expect(try run.ended.result().status == .completed)
        #expect(throws: LaunchError.self) { try launcher.launch(request) }
    }

    @Test func `shutting down cancels the runs that take longer than it wants to wait`() throws {
        let launcher = launcher()
        let request = RunRequest(scenario: "semaphore", parameters: ["threads": 1, "holdMs": 10_000])
        let run = try launcher.launch(request)
        launcher.shutdown(grace: .zero)
        #expect(try run.ended.result().status == .cancelled)
    }

    @Test func `a cancelled run ends at once, and so does one that waits for its turn`() throws {
        var limits = Limits()
        limits.runsAtOnce = 1
        let launcher = launcher(limits)
        let request = RunRequest(scenario: "semaphore", parameters: ["threads": 2, "holdMs": 10_000])
        let (first, second) = (try launcher.launch(request), try launcher.launch(request))
        second.cancel()
        first.cancel()
        for run in [first, second] {
            let ended = try run.ended.result()
            #expect(ended.status == .cancelled)
            #expect(ended.isExpected == nil)
            #expect(try launcher.store.run(run.id)?.status == .cancelled)
        }
        launcher.shutdown(grace: .zero)
    }
}
