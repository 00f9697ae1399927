import HTTPServer
import PlaygroundAPI
import Synchronization
import TestClient
import Testing
import Threading

@Suite struct `the access log` {
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])

        var all: [String] { lines.withLock { $0 } }

        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    /// The lines about requests sent as these bytes, each on a connection of its own, one after the other.
    private func lines(_ requests: [String]) throws -> [String] {
        let lines = Lines()
        let log = try AccessLog { lines.add($0) }
        var configuration = Configuration(port: 0)
        configuration.observer = Observers([log])
        let pool = try ThreadPool(workers: 1)
        let server = Server(configuration: configuration, pool: pool) { request in
            request.path == "/missing" ? .response(.text("none", .notFound)) : .response(.text("hello"))
        }
        try server.start()
        for request in requests {
            let client = try Client(server.waitUntilListening())
            try client.send(Array(request.utf8))
            _ = try client.answer(to: request.hasPrefix("HEAD") ? "HEAD" : "GET")
        }
        server.stop()
        pool.shutdown()
        log.close()
        return lines.all
    }

    @Test func `has a line for each request that is over`() throws {
        let lines = try lines([
            "GET /a?b=c HTTP/1.1\r\nHost: x\r\nX-Request-Id: one\r\n\r\n",
            "HEAD /missing HTTP/1.1\r\nHost: x\r\nX-Request-Id: two\r\nConnection: close\r\n\r\n",
        ])
        let first = try Regex(
            #"^method=GET target="/a\?b=c" status=200 bytes=5 ms=\d+\.\d\d\d client=127\.0\.0\.1 id=one$"#)
        let second = try Regex(
            #"^method=HEAD target="/missing" status=404 bytes=0 ms=\d+\.\d\d\d client=127\.0\.0\.1 id=two$"#)
        try #require(lines.count == 2)
        #expect(lines[0].wholeMatch(of: first) != nil, "\(lines[0])")
        #expect(lines[1].wholeMatch(of: second) != nil, "\(lines[1])")
    }

    @Test func `is not taken in by what a client writes`() throws {
        let lines = try lines([
            "GET /\u{1b}[31m\"\\\u{7f}é HTTP/1.1\r\nHost: x\r\nX-Request-Id: a b\r\n\r\n"
        ])
        let line = try #require(lines.first)
        #expect(line.contains(#"target="/\x1b[31m\"\\\x7f\xc3\xa9""#), "\(line)")
        #expect(!line.contains("id=a b"))
        #expect(line.utf8.allSatisfy { (0x20...0x7e).contains($0) })
    }

    @Test func `does not hold up the server, and counts what it left out`() throws {
        let (lines, gate) = (Lines(), Event())
        let log = try AccessLog(lineLimit: 10) { line in
            _ = try? gate.wait()
            lines.add(line)
        }
        var configuration = Configuration(port: 0)
        configuration.observer = log
        let pool = try ThreadPool(workers: 1)
        let server = Server(configuration: configuration, pool: pool) { _ in .response(.text("")) }
        try server.start()
        let client = try Client(server.waitUntilListening())
        let count = 50
        for _ in 0..<count { _ = try client.ask("GET", "/") }
        server.stop()
        gate.set()
        log.close()
        pool.shutdown()
        let missing = lines.all.compactMap { line in
            line.hasPrefix("missing=") ? Int(line.dropFirst("missing=".count)) : nil
        }
        let written = lines.all.count - missing.count
        #expect((10...11).contains(written))
        #expect(written + missing.reduce(0, +) == count)
    }
}
