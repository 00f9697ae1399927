import FoundationEssentials
import Glibc
import HTTPServer
import JSON
import Metrics
import Playground
import PlaygroundAPI
import Storage
import Synchronization
import TestClient
import Testing
import Threading

/// A store of which the test says whether it can be written.
final class Disk: JobStore {
    private let store = MemoryJobStore(keeping: [:], eventLimit: 1000)
    private let fault = Mutex<StoreError?>(nil)

    /// What a write waits for.
    private let hang: (@Sendable () -> Void)?

    init(hang: (@Sendable () -> Void)? = nil) { self.hang = hang }

    func fail(_ error: StoreError?) { fault.withLock { $0 = error } }

    func check() throws(StoreError) {
        hang?()
        if let error = fault.withLock({ $0 }) { throw error }
    }
    func insert<Record: JobRecord>(_ record: EncodedRecord<Record>) { store.insert(record) }
    func replace<Record: JobRecord>(_ record: EncodedRecord<Record>) { store.replace(record) }
    func record<Record: JobRecord>(_ id: JobID, as type: Record.Type) -> Record? {
        store.record(id, as: type)
    }
    func json(_ id: JobID, of kind: JobKind) -> [UInt8]? { store.json(id, of: kind) }
    func page<Record: JobRecord>(_ query: JobQuery, of type: Record.Type) -> JobPage<Record> {
        store.page(query, of: type)
    }
    func delete(_ id: JobID, of kind: JobKind) -> Bool { store.delete(id, of: kind) }
    var usage: StoreUsage { store.usage }
    func close() {}
}

@Suite struct `operations` {
    @Test(arguments: Way.allCases)
    func `a server that can write and does not stop is ready`(_ way: Way) throws {
        try withService(way) { ask in
            let answer = try ask(.get, "/readyz", [], [])
            #expect(answer.status == 200)
            #expect(answer["Cache-Control"] == "no-store")
            #expect(try Contract.openapi.faults(of: answer.json, as: "Readiness") == [])
            #expect(try answer.json["status"] == "ready")
        }
    }

    @Test(arguments: [
        (StoreError.full(file: "/secret/runs"), "full"),
        (.failed(file: "/secret/runs", reason: "I/O"), "written"),
    ])
    func `a server that cannot write is alive and not ready, and tells no file's name`(
        _ error: StoreError, _ word: String
    ) throws {
        let disk = Disk()
        disk.fail(error)
        try withService(operations: Operations(readiness: Readiness(store: disk))) { ask in
            // What was known when the server was started holds for a second.
            var answer = try ask(.get, "/readyz", [], [])
            while answer.status == 200 { answer = try ask(.get, "/readyz", [], []) }
            #expect(answer.status == 503)
            #expect(try Contract.openapi.faults(of: answer.json, as: "Readiness") == [])
            let checks = try answer.json["checks"]?.elements ?? []
            #expect(checks.first?["name"] == "store")
            #expect(checks.first?["ok"] == false)
            #expect(checks.first?["detail"]?.string?.contains(word) == true)
            #expect(!answer.text.contains("secret"))
            #expect(try ask(.get, "/healthz", [], []).status == 200)
            disk.fail(nil)
            while try ask(.get, "/readyz", [], []).status != 200 {}
        }
    }

    @Test(arguments: Way.allCases)
    func `a server that stops is alive and not ready`(_ way: Way) throws {
        let readiness = Readiness(store: Disk())
        try withService(way, operations: Operations(readiness: readiness)) { ask in
            #expect(try ask(.get, "/readyz", [], []).status == 200)
            readiness.beginStopping()
            let answer = try ask(.get, "/readyz", [], [])
            #expect(answer.status == 503)
            #expect(try answer.json["checks"]?.elements.last?["detail"] == "The server is stopping.")
            #expect(try ask(.get, "/healthz", [], []).status == 200)
        }
    }

    @Test(arguments: Way.allCases)
    func `limits are told with value, unit and meaning`(_ way: Way) throws {
        let limits = [
            StatedLimit(name: "runs", value: 32, unit: "runs", meaning: "How many."),
            StatedLimit(name: "bodyBytes", value: 1_048_576, unit: "bytes", meaning: "How large."),
        ]
        let operations = Operations(readiness: Readiness(store: Disk()), limits: limits)
        try withService(way, operations: operations) { ask in
            let json = try ask(.get, "/limits", [], []).json
            #expect(try Contract.openapi.faults(of: json, as: "LimitList") == [])
            #expect(json["limits"]?.elements.count == 2)
            #expect(json["limits"]?.elements.last?["value"] == 1_048_576)
            let text = try ask(.get, "/limits", [("Accept", "text/plain")], []).text
            #expect(
                text == """
                    runs            32 runs   How many.
                    bodyBytes  1048576 bytes  How large.

                    """)
            #expect(try ask(.get, "/limits?all", [], []).status == 400)
        }
    }

    @Test(arguments: Way.allCases)
    func `metrics are told in the format that Prometheus reads`(_ way: Way) throws {
        try withService(way) { ask in
            let answer = try ask(.get, "/metrics", [], [])
            #expect(answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(answer.text.hasSuffix("\n"))
            for line in answer.text.split(separator: "\n") where !line.hasPrefix("#") {
                let value = line.split(separator: " ").last.flatMap { Double($0) }
                #expect(value != nil, "\(line)")
            }
            #expect(answer.text.contains("\nlockstep_build_info{version=\"\(Release.version)\"} 1\n"))
            let threads = answer.text.split(separator: "\n").first { $0.hasPrefix("process_threads ") }
            #expect(try #require(threads?.split(separator: " ").last.flatMap { Int($0) }) > 0)
        }
    }

    @Test func `the release is the contract's`() throws {
        #expect(try Contract.openapi.document["info"]?["version"]?.string == Release.version)
    }

    @Test func `a client that has its share is told so, and another one is served`() throws {
        var limits = Limits()
        limits.runsAtOnce = 2
        limits.runsWaiting = 2
        let proxies = ["127.0.0.1", "192.0.2.1"].compactMap(IPAddress.init)
        let operations = Operations(readiness: Readiness(store: Disk()), trustedProxies: proxies)
        try withService(limits: limits, operations: operations) { ask in
            func launch(for client: String) throws -> Answer {
                let body = Array(#"{"timeoutMs":60000,"parameters":{"threads":1,"holdMs":10000}}"#.utf8)
                return try ask(
                    .post, "/scenarios/semaphore",
                    [("Prefer", "respond-async"), ("X-Forwarded-For", client)], body)
            }
            let first = try (1...2).map { _ in try launch(for: "198.51.100.1") }
            #expect(first.map(\.status) == [202, 202])
            // What a client says of itself before the proxy's word counts for nothing, nor do trusted ones after.
            let refused = try launch(for: "203.0.113.9, 198.51.100.1:4711 , ::ffff:192.0.2.1")
            #expect(refused.status == 429)
            #expect(refused["Retry-After"] == "1")
            let problem = try refused.json
            #expect(try Contract.openapi.faults(of: problem, as: "Problem") == [])
            #expect(problem["type"] == "urn:lockstep:problem:client-share")
            #expect(problem["limit"] == ["name": "clientShare", "value": 50])
            #expect(
                problem["detail"]?.string?.hasPrefix("198.51.100.1 has 2 runs under way or waiting") == true)
            let other = try launch(for: "198.51.100.2")
            #expect(other.status == 202)
            // With the first one's runs over, it is served again.
            let ids = try (first + [other]).map { try $0.json["id"]?.string ?? "" }
            for id in ids { #expect(try ask(.post, "/runs/\(id)/cancel", [], []).status == 200) }
            let again = try launch(for: "198.51.100.1")
            #expect(again.status == 202)
            let id = try #require(try again.json["id"]?.string)
            #expect(try ask(.post, "/runs/\(id)/cancel", [], []).status == 200)
        }
    }

    @Test func `nobody is believed who is no trusted proxy`() throws {
        var limits = Limits()
        limits.runsAtOnce = 1
        limits.runsWaiting = 1
        try withService(limits: limits) { ask in
            func launch(for client: String) throws -> Answer {
                let body = Array(#"{"timeoutMs":60000,"parameters":{"threads":1,"holdMs":10000}}"#.utf8)
                return try ask(
                    .post, "/scenarios/semaphore",
                    [("Prefer", "respond-async"), ("X-Forwarded-For", client)], body)
            }
            let first = try launch(for: "198.51.100.1")
            #expect(first.status == 202)
            let refused = try launch(for: "198.51.100.2")
            #expect(refused.status == 429)
            #expect(try refused.json["detail"]?.string?.hasPrefix("127.0.0.1 has 1 runs") == true)
            let id = try #require(try first.json["id"]?.string)
            #expect(try ask(.post, "/runs/\(id)/cancel", [], []).status == 200)
        }
    }

    @Test func `followers beyond the limit are refused with its name`() throws {
        var limits = Limits()
        limits.followers = 1
        let slow = Array(#"{"timeoutMs":60000,"parameters":{"threads":1,"holdMs":10000}}"#.utf8)
        try withService(limits: limits) { ask in
            let run = try ask(.post, "/scenarios/semaphore", [("Prefer", "respond-async")], slow)
            let id = try #require(try run.json["id"]?.string)
            let answers = try atOnce(2) { number -> Answer in
                if number == 0 { return try ask(.get, "/runs/\(id)/events", [], []) }
                while !(try ask(.get, "/metrics", [], []).text.contains("\nlockstep_followers 1\n")) {}
                defer { _ = try? ask(.post, "/runs/\(id)/cancel", [], []) }
                return try ask(.get, "/runs/\(id)/events", [], [])
            }
            #expect(answers.map(\.status) == [200, 503])
            #expect(answers[1]["Retry-After"] == "5")
            #expect(try answers[1].json["limit"] == ["name": "followers", "value": 1])
        }
    }
}

/// What needs a server or a registry that is put together as the command does it.
@Suite struct `operations as a whole` {
    @Test func `health is told by a server whose queue is full, and nothing else is`() throws {
        let gate = Event()
        var configuration = Configuration(port: 0)
        configuration.errorResponder = PlaygroundService.errorResponder
        let pool = try ThreadPool(workers: 1, queueLimit: 1)
        let server = Server(configuration: configuration, pool: pool) { _ in
            try gate.wait()
            return .response(Response(.noContent))
        }
        try server.start()
        let port = try server.waitUntilListening()
        let blocked = try (1...2).map { _ in try Client(port) }
        // The first one goes to the worker, and only then the second into the queue.
        try blocked[0].request("GET", "/scenarios")
        while pool.workers.all == 0 || pool.workers.idle > 0 {}
        try blocked[1].request("GET", "/scenarios")
        while pool.queued == 0 {}
        let refused = try Client(port).ask("GET", "/readyz")
        #expect(refused.status == 503)
        #expect(try refused.json["limit"] == ["name": "queue", "value": 1])
        #expect(try Contract.openapi.faults(of: refused.json, as: "Problem") == [])
        let health = try Client(port).ask("GET", "/healthz")
        #expect(health.status == 200)
        #expect(try health.json == ["status": "ok"])
        #expect(try Client(port).ask("POST", "/healthz").status == 503)
        gate.set()
        for client in blocked { #expect(try client.answer().status == 204) }
        server.stop()
        pool.shutdown()
    }

    @Test func `a disk that hangs holds up one worker, and is told of by the others`() throws {
        let (asked, released) = (Event(), Event())
        let disk = Disk(hang: {
            asked.set()
            _ = try? released.wait()
        })
        try withService(operations: Operations(readiness: Readiness(store: disk))) { ask in
            let answers = try atOnce(2) { number -> Answer in
                if number == 0 {
                    // Ready for a second, as when the server was started; then this one waits for the disk.
                    var answer = try ask(.get, "/readyz", [], [])
                    while !asked.isSet { answer = try ask(.get, "/readyz", [], []) }
                    return answer
                }
                while !asked.isSet { sched_yield() }
                defer { released.set() }
                // First what was known before; the disk has some time.
                while true {
                    let answer = try ask(.get, "/readyz", [], [])
                    if answer.status == 503 { return answer }
                }
            }
            #expect(answers[0].status == 200)
            #expect(try answers[1].json["checks"]?.elements.first?["detail"] == "The store does not answer.")
        }
    }

    @Test func `the documentation lists every metric as it is, and no other`() throws {
        var registry = Registry()
        let pool = try ThreadPool(workers: 1)
        _ = ServerMetrics(of: pool, in: &registry)
        let store = MeasuredJobStore(Disk(), in: &registry)
        _ = try Jobs(limits: Limits(), store: store, in: &registry)
        let operations = Operations(readiness: Readiness(store: store), metrics: registry)
        let rows = operations.metrics.entries.map { entry in
            "| `\(entry.name)` | \(entry.type.rawValue) | \(entry.labels.joined(separator: ", ")) | \(entry.help) |\n"
        }
        let table = "| name | type | labels | what it tells |\n|---|---|---|---|\n" + rows.joined()
        let path = Repository.folder + "/docs/operations.md"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("\n" + table + "\n"), "\(table)")
    }
}
