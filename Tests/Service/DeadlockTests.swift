import Glibc
import TestClient
import Testing

@Suite(.serialized) struct `a deadlock over HTTP` {
    @Test func `two threads with two locks are a successful request that names them`() throws {
        let answer = try RunningServer().ask("POST", "/scenarios/deadlock")
        #expect(answer.status == 200)
        #expect(answer.type == "application/json")
        let run = try answer.run
        #expect(answer["Content-Location"] == "/runs/\(run.id)")
        #expect(run.status == "deadlocked")
        #expect(run.expected == true)
        #expect(run.outcome == nil)

        let deadlocks = run.findings.filter { $0.kind == "deadlock" }
        let deadlock = try #require(deadlocks.first)
        #expect(deadlocks.count == 1)
        let cycle = try #require(deadlock.cycle)
        #expect(Set(cycle.map { run.thread($0.thread) }) == ["Thread-1", "Thread-2"])
        #expect(Set(cycle.map { run.object($0.waitsFor)?.name }) == ["lock A", "lock B"])
        #expect(cycle.allSatisfy { run.object($0.waitsFor)?.kind == "lock" })
        for (link, next) in zip(cycle, cycle.dropFirst() + cycle.prefix(1)) {
            #expect(next.holds == [link.waitsFor], "each waits for what the next one holds")
        }
        #expect(deadlock.message.contains("Thread-1 waits for lock B, which Thread-2 holds"))
        #expect(
            deadlock.events.allSatisfy { seq in
                run.trace.events.contains { $0.seq == seq && $0.phase == "wait" }
            })
        try expectInterrupted(run, "MainThread", "Thread-1", "Thread-2")
    }

    @Test func `one thread that takes a plain lock twice waits for itself`() throws {
        let run = try RunningServer().run("deadlock", #"{"variant":"self","holdMs":1}"#)
        #expect(run.status == "deadlocked")
        let cycle = try #require(run.findings.first?.cycle)
        #expect(cycle.map { run.thread($0.thread) } == ["Thread-1"])
        #expect(cycle.first.map { $0.holds == [$0.waitsFor] } == true)
        try expectInterrupted(run, "MainThread", "Thread-1")
    }

    @Test func `two functions with opposite orders meet sooner or later`() throws {
        let server = try RunningServer()
        for _ in 1...200 {
            let run = try server.run("deadlock", #"{"variant":"two-functions","holdMs":5}"#)
            #expect(run.expected == true)
            guard run.status == "deadlocked" else { continue }
            #expect(run.findings.first?.cycle?.count == 2)
            return try expectInterrupted(run, "MainThread", "Thread-1", "Thread-2")
        }
        Issue.record("no deadlock in 200 runs")
    }

    @Test func `a circle can have five threads`() throws {
        let run = try RunningServer().run("deadlock", #"{"threads":5,"holdMs":100}"#)
        #expect(run.expected == true)
        #expect(run.findings.first?.cycle?.count == 5)
    }

    @Test func `as text it is a story that ends with who waits for whom`() throws {
        let answer = try RunningServer().ask(
            "POST", "/scenarios/deadlock", headers: [("Accept", "text/plain")])
        #expect(answer.status == 200)
        #expect(answer["Content-Type"] == "text/plain; charset=utf-8")
        let lines = answer.text.split(separator: "\n")
        #expect(lines.first?.hasPrefix("deadlock on threads, run ") == true)
        #expect(lines.contains { $0.contains("Thread-1    waits: acquire lock B") })
        #expect(
            lines.suffix(2) == [
                "  Thread-1 holds lock A and waits for lock B.",
                "  Thread-2 holds lock B and waits for lock A.",
            ])
    }

    @Test func `a thousand of them leave no thread and no descriptor behind`() throws {
        // Pools small enough to be filled for certain.
        let server = try RunningServer("--runs", "8", "--workers", "4")
        // The threads of an idle server: the main one, HTTP's own, the workers and the supervisors.
        let full = 2 + 4 + 8
        let descriptors = server.process.count(of: "fd")
        let deadline = time(nil) + 60
        repeat {
            try deadlocks(16, holdMs: 50, on: server)
        } while server.settle(threads: full, descriptors: descriptors).threads < full && time(nil) < deadline
        try deadlocks(10, holdMs: 10, on: server)
        #expect(server.settle(threads: full, descriptors: descriptors) == (full, descriptors))
        let before = server.process.residentMemory

        var found = 0
        for _ in 0..<125 { found += try deadlocks(8, holdMs: 10, on: server) }
        #expect(server.settle(threads: full, descriptors: descriptors) == (full, descriptors))
        // Threads that a busy machine starts late can miss each other.
        #expect(found > 500)
        let after = server.process.residentMemory
        print("\(found) deadlocks in 1000 runs; memory \(before) KiB before, \(after) KiB after")
        #expect(server.isHealthy)
    }

    /// Runs so many deadlocks at once, and tells how many there were.
    @discardableResult
    private func deadlocks(_ count: Int, holdMs: Int, on server: RunningServer) throws -> Int {
        let runs = try atOnce(count) { _ in try server.run("deadlock", #"{"holdMs":\#(holdMs)}"#) }
        #expect(runs.allSatisfy { $0.expected == true })
        return runs.count { $0.status == "deadlocked" }
    }

    /// Checks that the watchdog interrupted these threads on account of a cycle, that each got out of a wait and
    /// ended, and that nobody waited for the run's time to be up.
    private func expectInterrupted(_ run: RunDocument, _ names: String...) throws {
        let watchdog = try #require(run.watchdog)
        #expect(watchdog.reason == "cycle")
        #expect(Set(watchdog.interrupted.map { run.thread($0) }) == Set(names))
        for thread in watchdog.interrupted {
            let events = run.trace.events.filter { $0.thread == thread }
            #expect(events.contains { $0.phase == "interrupt" })
            #expect(events.last?.action == "end")
        }
        #expect(try #require(run.durationNs) < watchdog.timeoutNs / 2)
    }
}
