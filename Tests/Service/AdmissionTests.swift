import JSON
import TestClient
import Testing

@Suite(.serialized) struct `admission over HTTP` {
    private let endless = Array(#"{"timeoutMs":60000,"parameters":{"threads":4,"holdMs":10000}}"#.utf8)

    @Test func `a single worker answers while more runs go on and wait than it could carry`() throws {
        let server = try RunningServer("--workers", "1", "--runs", "4", "--client-share", "100")
        let clients = try (1...8).map { _ in try Client(server.port) }
        for client in clients { try client.request("POST", "/scenarios/semaphore", body: endless) }
        // Asked on the only worker, with eight requests unanswered.
        var unfinished: [String] = []
        while unfinished.count < 8 {
            let list = try server.ask("GET", "/runs").json["runs"]?.elements ?? []
            unfinished = list.filter { $0["status"] == "running" || $0["status"] == "queued" }.compactMap {
                $0["id"]?.string
            }
        }
        #expect(try server.ask("GET", "/runs?status=queued").json["runs"]?.elements.count == 4)
        #expect(try server.ask("GET", "/scenarios").status == 200)
        for id in unfinished.reversed() { _ = try server.ask("POST", "/runs/\(id)/cancel") }
        for client in clients { #expect(try client.answer().run.status == "cancelled") }
    }

    @Test func `a flood gets 200, 429 or 503, and nothing is lost`() throws {
        let server = try RunningServer("--runs", "2", "--waiting-runs", "6", "--queue", "4", "--workers", "2")
        let statuses = try atOnce(32) { _ in
            let client = try Client(server.port)
            return try (1...20).map { _ -> Int in
                let answer = try client.ask(
                    "POST", "/scenarios/race", body: Array(#"{"parameters":{"threads":2,"pauseMs":1}}"#.utf8))
                if answer.status != 200 {
                    #expect(answer["Retry-After"] != nil)
                    #expect(try answer.json["limit"]?["name"]?.string != nil)
                }
                return answer.status
            }
        }.joined()
        #expect(statuses.count == 640)
        #expect(Set(statuses).isSubset(of: [200, 429, 503]), "\(Set(statuses))")
        #expect(statuses.contains(200))
        #expect(statuses.contains { $0 != 200 }, "32 clients at once, and room for 4 runs of one address")
        // No share is kept by a run that is over.
        #expect(try server.run("lock").status == "completed")
    }
}
