import TestClient
import Testing

@Suite(.serialized) struct `the metrics of a server` {
    /// What a server tells, by name with labels.
    private func samples(of server: RunningServer) throws -> [String: Double] {
        var samples: [String: Double] = [:]
        for line in try server.ask("GET", "/metrics").text.split(separator: "\n") where !line.hasPrefix("#") {
            let end = try #require(line.lastIndex(of: " "))
            let value = try #require(Double(line[line.index(after: end)...]), "\(line)")
            #expect(samples.updateValue(value, forKey: String(line[..<end])) == nil, "\(line) is there twice")
        }
        return samples
    }

    @Test func `requests, runs and the store are counted where they belong`() throws {
        let server = try RunningServer("--workers", "2")
        let run = try server.run("lock")
        _ = try server.ask("GET", "/runs/\(run.id)")
        _ = try server.ask("GET", "/runs/0000000000000")
        _ = try server.ask("GET", "/nowhere")
        _ = try server.ask("GET", "/js/main.js")
        _ = try server.ask("BREW", "/runs")
        _ = try server.ask("POST", "/scenarios/race", body: "{")
        let expected: [String: Double] = [
            #"lockstep_http_requests_total{method="POST",route="/scenarios/{name}",status="200"}"#: 1,
            #"lockstep_http_requests_total{method="POST",route="/scenarios/{name}",status="400"}"#: 1,
            #"lockstep_http_requests_total{method="GET",route="/runs/{id}",status="200"}"#: 1,
            #"lockstep_http_requests_total{method="GET",route="/runs/{id}",status="404"}"#: 1,
            #"lockstep_http_requests_total{method="GET",route="none",status="404"}"#: 1,
            #"lockstep_http_requests_total{method="GET",route="/{file}",status="200"}"#: 1,
            #"lockstep_http_requests_total{method="other",route="/runs",status="405"}"#: 1,
            #"lockstep_http_request_duration_seconds_count{route="/scenarios/{name}"}"#: 2,
            #"lockstep_http_request_duration_seconds_bucket{route="/scenarios/{name}",le="+Inf"}"#: 2,
            #"lockstep_runs_total{scenario="lock",engine="threads",status="completed"}"#: 1,
            "lockstep_runs_launched_total": 1,
            "lockstep_runs_running": 0,
            "lockstep_runs_waiting": 0,
            "lockstep_store_runs": 1,
            // Inserted, begun, ended.
            "lockstep_store_write_duration_seconds_count": 3,
            // The one that asks.
            "lockstep_http_requests_in_flight": 1,
            "lockstep_http_workers_busy": 1,
            "lockstep_http_queue_length": 0,
            #"lockstep_limit{name="runs"}"#: 32,
        ]
        // What is counted after an answer may be counted a moment after it was read.
        var samples = try samples(of: server)
        for _ in 0..<1000 where !expected.allSatisfy({ samples[$0.key] == $0.value }) {
            samples = try self.samples(of: server)
        }
        for (name, value) in expected { #expect(samples[name] == value, "\(name)") }
        #expect(try #require(samples["lockstep_http_workers"]) <= 2)
        #expect(try #require(samples["process_threads"]) >= 3)
        #expect(try #require(samples["process_open_fds"]) >= 3)
        #expect(try #require(samples["process_resident_memory_bytes"]) > 1_000_000)
        #expect(try #require(samples["process_start_time_seconds"]) > 1_700_000_000)
        #expect(samples["lockstep_store_bytes"] == nil, "in memory, nobody knows")
        // A histogram counts upwards.
        let buckets = ["0.0005", "0.001", "0.01", "0.1", "1", "10", "+Inf"].map {
            samples[#"lockstep_http_request_duration_seconds_bucket{route="/scenarios/{name}",le="\#($0)"}"#]
                ?? -1
        }
        #expect(buckets == buckets.sorted())
    }

    @Test func `connections are counted in and out`() throws {
        let server = try RunningServer()
        var kept = try (1...3).map { _ in try Client(server.port) }
        for client in kept { _ = try client.ask("GET", "/healthz") }
        // With the one that asks. Earlier ones may be counted for a moment still.
        #expect(try connections(of: server, settling: 4) == 4)
        kept.removeLast(2)
        #expect(try connections(of: server, settling: 2) == 2)
        _ = try kept[0].ask("GET", "/healthz")
    }

    /// How many connections there are, once there are so many, or after a minute.
    private func connections(of server: RunningServer, settling count: Double) throws -> Double? {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let now = try samples(of: server)["lockstep_http_connections"]
            if now == count || .now > deadline { return now }
        }
    }

    @Test func `asking for them many times at once harms nobody`() throws {
        let server = try RunningServer()
        let answers = try atOnce(8) { number in
            try (1...50).map { _ in
                number % 2 == 0
                    ? try server.ask("GET", "/metrics").status
                    : try server.ask("POST", "/scenarios/lock").status
            }
        }
        #expect(answers.joined().allSatisfy { $0 == 200 })
        #expect(try samples(of: server)["lockstep_runs_launched_total"] == 200)
    }
}
