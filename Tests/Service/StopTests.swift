import Glibc
import JSON
import TestClient
import Testing

@Suite(.serialized) struct `starting and stopping` {
    @Test(arguments: [SIGTERM, SIGINT])
    func `a signal ends the server in order`(_ signal: Int32) throws {
        let server = try RunningServer()
        #expect(server.isHealthy)
        server.process.send(signal)
        #expect(try server.process.wait() == 0)
        #expect(throws: Client.Failure.self) { try Client(server.port) }
    }

    @Test func `a request that has begun is answered before the end`() throws {
        let server = try RunningServer()
        let client = try Client(server.port)
        try client.request(
            "POST", "/scenarios/semaphore", body: Array(#"{"parameters":{"threads":1,"holdMs":500}}"#.utf8))
        while try server.ask("GET", "/runs?status=running").json["runs"]?.elements.isEmpty ?? true {
            sched_yield()
        }
        server.process.send(SIGTERM)
        let answer = try client.answer()
        #expect(answer.status == 200)
        #expect(try answer.run.status == "completed")
        #expect(try server.process.wait() == 0)
    }

    /// What a container's runtime kills after ten seconds must have answered and ended by then.
    @Test func `a run that outlasts the grace is cancelled, and its request answered`() throws {
        let server = try RunningServer("--grace-ms", "100")
        let client = try Client(server.port)
        try client.request(
            "POST", "/scenarios/timer", body: Array(#"{"parameters":{"intervalMs":60000}}"#.utf8))
        while try server.ask("GET", "/runs?status=running").json["runs"]?.elements.isEmpty ?? true {
            sched_yield()
        }
        let start = ContinuousClock.now
        server.process.send(SIGTERM)
        let answer = try client.answer()
        #expect(answer.status == 200)
        #expect(try answer.run.status == "cancelled")
        #expect(try server.process.wait() == 0)
        #expect(.now - start < .seconds(5))
    }

    @Test func `while it drains it serves, but is not ready; a second signal ends it at once`() throws {
        let server = try RunningServer("--drain-ms", "600000")
        #expect(try check(server, "--ready") == 0)
        server.process.send(SIGTERM)
        while try server.ask("GET", "/readyz").status == 200 { sched_yield() }
        #expect(try server.ask("GET", "/readyz").json["status"] == "notReady")
        #expect(server.isHealthy)
        #expect(try server.run("lock").status == "completed")
        #expect(try check(server) == 0)
        #expect(try check(server, "--ready") == 1)
        server.process.send(SIGTERM)
        #expect(try server.process.wait() == 128 + SIGTERM)
    }

    @Test func `in its grace it is not ready for who is connected, and there for nobody else`() throws {
        let server = try RunningServer("--grace-ms", "600000")
        let (running, kept) = (try Client(server.port), try Client(server.port))
        try running.request(
            "POST", "/scenarios/timer",
            body: Array(#"{"timeoutMs":60000,"parameters":{"intervalMs":60000}}"#.utf8))
        while try kept.ask("GET", "/runs?status=running").json["runs"]?.elements.isEmpty ?? true {
            sched_yield()
        }
        server.process.send(SIGINT)
        while (try? Client(server.port)) != nil { sched_yield() }
        let answer = try kept.ask("GET", "/readyz")
        #expect(answer.status == 503)
        #expect(answer["Connection"] == "close")
        server.process.send(SIGINT)
        #expect(try server.process.wait() == 128 + SIGINT)
    }

    private func check(_ server: RunningServer, _ arguments: String...) throws -> Int32 {
        try LockstepProcess(["health", "--port", "\(server.port)"] + arguments).wait()
    }

    @Test func `a second server on the same port says that the port is taken`() throws {
        let server = try RunningServer()
        let second = try LockstepProcess(["serve", "--port", "\(server.port)"])
        let errors = second.outputAndErrors().errors
        #expect(try second.wait() == 1)
        #expect(errors.contains("127.0.0.1:\(server.port)"), "\(errors)")
        #expect(errors.lowercased().contains("in use"), "\(errors)")
        #expect(server.isHealthy)
    }

    @Test func `without its page it does not start`() throws {
        let process = try LockstepProcess(["serve", "--port", "0", "--assets", "/nowhere"])
        let errors = process.outputAndErrors().errors
        #expect(try process.wait() == 1)
        #expect(errors.contains("/nowhere/public/index.html is missing"), "\(errors)")
    }

    @Test(arguments: [
        ["--port", "70000"], ["--workers", "0"], ["--queue", "0"], ["--runs", "0"], ["--grace-ms", "-1"],
        ["--host", "example.org"],
    ])
    func `settings that make no sense are refused`(_ arguments: [String]) throws {
        let process = try LockstepProcess(["serve", "--port", "0"] + arguments)
        let errors = process.outputAndErrors().errors
        #expect(try process.wait() != 0)
        #expect(errors.contains("Error: "), "\(errors)")
    }
}
