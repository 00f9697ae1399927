import Glibc
import JSON
import TestClient
import Testing

@Suite(.serialized) struct `explorations of a server` {
    private let endless = #"{"strategy":"random","timeoutMs":60000,"parameters":{"threads":8}}"#

    @Test func `survive a restart, byte for byte, and those that were under way read as failed`() throws {
        let file = "/tmp/lockstep-service-\(getpid())-explorations.db"
        defer { for suffix in ["", "-wal", "-shm"] { unlink(file + suffix) } }
        let first = try RunningServer("--data", file)
        let posted = try first.ask("POST", "/scenarios/deadlock/explorations")
        let path = try #require(posted["Content-Location"])
        let interrupted = try first.ask(
            "POST", "/scenarios/race/explorations", headers: [("Prefer", "respond-async")], body: endless)
        let other = try #require(interrupted["Location"])
        while try first.ask("GET", other).json["status"] != "running" { sched_yield() }
        first.process.send(SIGKILL)
        #expect(try first.process.wait() == 128 + SIGKILL)

        let second = try RunningServer("--data", file)
        #expect(try second.ask("GET", path).body == posted.body)
        let list = try second.ask("GET", "/explorations").json["explorations"]?.elements ?? []
        #expect(list.map { $0["status"] } == ["failed", "completed"])
        let failed = try second.ask("GET", other).json
        #expect(failed["error"] == "The server ended while the exploration was running.")
        let text = try second.ask("GET", other, headers: [("Accept", "text/plain")]).text
        #expect(text.contains("It ended before it could claim anything."))
        #expect(try second.ask("DELETE", path).status == 204)
        second.process.send(SIGTERM)
        #expect(try second.process.wait() == 0)
    }

    @Test func `are counted where runs are`() throws {
        let server = try RunningServer()
        _ = try server.ask("POST", "/scenarios/deadlock/explorations")
        let expected = [
            "lockstep_explorations_launched_total 1",
            #"lockstep_explorations_total{scenario="deadlock",strategy="exhaustive",status="completed"} 1"#,
            "lockstep_explorations_running 0", "lockstep_explorations_waiting 0",
            #"lockstep_explorations_refused_total{reason="client-share"} 0"#,
            "lockstep_store_explorations 1", "lockstep_store_runs 0",
        ]
        let text = try server.ask("GET", "/metrics").text
        for sample in expected { #expect(text.contains("\n\(sample)\n"), "\(sample)") }
    }

    /// The grace is for runs: what an exploration has found by then is an answer.
    @Test func `that go on are cancelled when the server is asked to stop, and answered with what was found`()
        throws
    {
        let server = try RunningServer("--grace-ms", "60000")
        let client = try Client(server.port)
        try client.request("POST", "/scenarios/race/explorations", body: Array(endless.utf8))
        while true {
            let running = try server.ask("GET", "/explorations?status=running").json["explorations"]
            if running?.elements.first?["executions"]?.integer ?? 0 > 0 { break }
            sched_yield()
        }
        let start = ContinuousClock.now
        server.process.send(SIGTERM)
        let answer = try client.answer()
        #expect(answer.status == 200)
        let exploration = try answer.json
        #expect(exploration["status"] == "cancelled")
        #expect(exploration["executions"]?.integer ?? 0 > 0)
        #expect(exploration["cuts"]?.elements.isEmpty == false)
        #expect(try server.process.wait() == 0)
        // Far less, but no moment of the machine is to fail this; the exploration itself would take a minute.
        #expect(.now - start < .seconds(20))
    }
}
