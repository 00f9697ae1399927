import JSON
import TestClient
import Testing

@Suite(.serialized) struct `a client that does not keep to the rules` {
    @Test func `bad input is answered with a problem, on the same connection`() throws {
        let server = try RunningServer()
        let client = try Client(server.port)
        for input in badInputs {
            let answer = try client.ask(
                "POST", input.target, headers: input.headers, body: Array(input.body.utf8))
            #expect(answer.status == input.status, "\(input.target) \(input.body.prefix(80))")
            #expect(answer.type == "application/problem+json")
            #expect(try answer.json["status"]?.integer == input.status)
            #expect(try answer.json["field"]?.string == input.field)
        }
        #expect(server.isHealthy)
    }

    private struct BadInput {
        var target = "/scenarios/race"
        var headers: [(String, String)] = []
        var body: String
        var status: Int
        var field: String?
    }

    private let badInputs = [
        BadInput(target: "/scenarios/nothing", body: "", status: 404),
        BadInput(target: "/runs", body: "", status: 405),
        BadInput(headers: [("Content-Type", "text/csv")], body: "a,b", status: 415),
        BadInput(body: "{", status: 400),
        BadInput(body: #"{"speed":1}"#, status: 422, field: "speed"),
        BadInput(body: #"{"parameters":{"threads":true}}"#, status: 422, field: "parameters.threads"),
        BadInput(body: #"{"parameters":{"threads":0}}"#, status: 422, field: "parameters.threads"),
    ]

    @Test func `nesting a hundred thousand deep is refused, and harms nothing`() throws {
        let server = try RunningServer()
        let answer = try server.ask("POST", "/scenarios/race", body: String(repeating: "[", count: 100_000))
        #expect(answer.status == 400)
        #expect(try answer.json["detail"]?.string?.contains("32 levels deep") == true)
        #expect(server.isHealthy)
    }

    @Test func `a body of ten megabytes is refused before it has come`() throws {
        let server = try RunningServer()
        let announcing = try Client(server.port)
        try announcing.request("POST", "/scenarios/race", headers: [("Content-Length", "10000000")])
        let refusal = try announcing.answer()
        #expect(refusal.status == 413)
        #expect(try refusal.json["type"] == "urn:lockstep:problem:content-too-large")

        let pushing = try Client(server.port)
        // The server may close the connection while this goes on.
        try? pushing.request("POST", "/scenarios/race", body: Array(repeating: 0x20, count: 10_000_000))
        if let answer = try? pushing.answer() { #expect(answer.status == 413) }

        let chunked = try Client(server.port)
        try chunked.request("POST", "/scenarios/race", headers: [("Transfer-Encoding", "chunked")])
        let chunk = Array(("10000\r\n" + String(repeating: " ", count: 0x10000) + "\r\n").utf8)
        for _ in 1...20 { try? chunked.send(chunk) }
        if let answer = try? chunked.answer() { #expect(answer.status == 413) }
        #expect(server.isHealthy)
    }

    @Test func `what is no HTTP, or no good one, never gets a success, and the server goes on`() throws {
        // A client that says no more in the midst of a header is given up only when its time is up.
        let server = try RunningServer("--idle-timeout", "1")
        let long = String(repeating: "a", count: 100_000)
        for (name, bytes) in [
            ("one word", "GARBAGE\r\n\r\n"), ("no target", "GET\r\n\r\n"),
            ("version", "GET / HTTP/9.9\r\n\r\n"),
            ("no host", "GET / HTTP/1.1\r\n\r\n"),
            ("bad percent", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
            ("no path", "GET nowhere HTTP/1.1\r\nHost: a\r\n\r\n"),
            (
                "two lengths",
                "POST /scenarios/race HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}\n"
            ),
            ("blank before the colon", "GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length : 2\r\n\r\n{}"),
            (
                "unknown coding",
                "POST /scenarios/race HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n{}"
            ),
            ("bad length", "POST /scenarios/race HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"),
            (
                "bad chunk",
                "POST /scenarios/race HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            ),
            ("no colon", "GET /healthz HTTP/1.1\r\nHost a\r\n\r\n"),
            ("long target", "GET /\(long) HTTP/1.1\r\nHost: a\r\n\r\n"),
            ("long field", "GET / HTTP/1.1\r\nHost: a\r\nX: \(long)\r\n\r\n"),
        ] {
            let client = try Client(server.port)
            // The server may close the connection before all is sent.
            try? client.send(Array(bytes.utf8))
            let answer = (try? client.rest()).map { String(decoding: $0.prefix(12), as: UTF8.self) } ?? ""
            #expect(
                answer.isEmpty || answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.1 5"),
                "\(name): \(answer)")
            #expect(server.isHealthy, "\(name)")
        }
    }

    @Test func `clients that leave in the midst of a request leave nothing behind`() throws {
        let server = try RunningServer("--workers", "1", "--runs", "1", "--idle-timeout", "1")
        let run = #"{"parameters":{"threads":1,"holdMs":20}}"#
        // Before the first connection: one that has been closed may or may not be listed still.
        let descriptors = server.process.count(of: "fd")
        _ = try server.ask("POST", "/scenarios/semaphore", body: run)
        // The main one, HTTP's own, the worker and the supervisor; a run's may be listed for a moment longer.
        let threads = 4
        for _ in 1...20 {
            try Client(server.port).send(Array("POST /scena".utf8))
            try Client(server.port).send(Array("\r\n\r\n\r\n".utf8))
            // The beginning of TLS.
            try Client(server.port).send([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00])
            try Client(server.port).send(Array("POST /scenarios/race HTTP/1.1\r\nHost: a\r\n".utf8))
            try Client(server.port).request("POST", "/scenarios/race", headers: [("Content-Length", "100")])
            // This one leaves while its run goes on.
            try Client(server.port).request("POST", "/scenarios/semaphore", body: Array(run.utf8))
        }
        #expect(server.settle(threads: threads, descriptors: descriptors) == (threads, descriptors))
        #expect(server.isHealthy)
    }
}
