import HTTPServer
import Testing

/// What clients send, well or badly.
@Suite struct RequestTests {
    @Test func `a request is answered, and the connection serves the next`() throws {
        try withServer(makeRouter()) { port in
            let client = try Client(port)
            for _ in 1...3 {
                let answer = try client.ask("GET", "/hello")
                #expect(answer.status == 200)
                #expect(answer.text == "hello")
                #expect(answer["Content-Type"] == "text/plain; charset=utf-8")
            }
        }
    }

    @Test func `requests sent in one go are answered in order`() throws {
        try withServer(makeRouter()) { port in
            let client = try Client(port)
            let paths = (1...20).map { "/path/\($0)" }
            try client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
            for number in 1...20 { #expect(try client.answer().text == "\(number)|[]") }
        }
    }

    @Test func `a request that trickles in byte by byte is answered`() throws {
        try withServer(makeRouter()) { port in
            let client = try Client(port)
            for byte in "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc".utf8 {
                try client.send([byte])
            }
            #expect(try client.answer().text == "abc")
        }
    }

    @Test func `HEAD is answered with the header of GET and no body`() throws {
        try withServer(makeRouter()) { port in
            let client = try Client(port)
            let head = try client.ask("HEAD", "/hello")
            let get = try client.ask("GET", "/hello")
            #expect(head.status == 200)
            #expect(head["Content-Length"] == "5")
            #expect(head["Content-Type"] == get["Content-Type"])
            #expect(get.text == "hello")
        }
    }

    @Test func `a body by chunks is joined, and a body of the limit's size accepted`() throws {
        var configuration = Configuration()
        configuration.bodyLimit = 100_000
        try withServer(makeRouter(), configuration: configuration) { port in
            let client = try Client(port)
            let body = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            #expect(try client.ask("POST", "/echo", body: body).body == body)
            try client.request("POST", "/echo", headers: [("Transfer-Encoding", "chunked")])
            for start in stride(from: 0, to: body.count, by: 999) {
                let part = body[start..<min(start + 999, body.count)]
                try client.send(Array((String(part.count, radix: 16) + "\r\n").utf8) + part + [13, 10])
            }
            try client.send("0\r\n\r\n")
            #expect(try client.answer().body == body)
        }
    }

    @Test func `a body whose length is over the limit is refused before it is sent`() throws {
        var configuration = Configuration()
        configuration.bodyLimit = 1000
        try withServer(makeRouter(), configuration: configuration) { port in
            let client = try Client(port)
            try client.request(
                "POST", "/echo", headers: [("Content-Length", "1001"), ("Expect", "100-continue")])
            let answer = try client.answer()
            #expect(answer.status == 413)
            #expect(answer["Connection"] == "close")
            #expect(answer.text == "The body is larger than 1000 bytes.\n")
        }
    }

    @Test func `an endless body by chunks is refused when it passes the limit`() throws {
        var configuration = Configuration()
        configuration.bodyLimit = 1000
        try withServer(makeRouter(), configuration: configuration) { port in
            let client = try Client(port)
            try client.request("POST", "/echo", headers: [("Transfer-Encoding", "chunked")])
            for _ in 1...11 { try client.send("64\r\n" + String(repeating: "x", count: 100) + "\r\n") }
            let answer = try client.answer()
            #expect(answer.status == 413)
            #expect(answer["Connection"] == "close")
            // It goes on sending; the server reads some of it, to let the answer arrive, but not for ever.
            #expect(throws: Client.Failure.self) {
                for _ in 1...1000 {
                    try client.send("10000\r\n" + String(repeating: "x", count: 65536) + "\r\n")
                }
            }
            #expect(try Client(port).ask("GET", "/hello").status == 200)
        }
    }

    @Test func `a client that waits for 100 Continue gets it`() throws {
        try withServer(makeRouter()) { port in
            let client = try Client(port)
            try client.request(
                "POST", "/echo", headers: [("Content-Length", "3"), ("Expect", "100-continue")])
            #expect(try client.answer().status == 100)
            try client.send("abc")
            #expect(try client.answer().text == "abc")
        }
    }

    @Test func `too long a request line is 414, too long a header 431`() throws {
        try withServer(makeRouter()) { port in
            let long = String(repeating: "x", count: 100_000)
            let line = try Client(port)
            try? line.request("GET", "/" + long)
            #expect(try line.answer().status == 414)
            let header = try Client(port)
            try? header.request("GET", "/hello", headers: [("X", long)])
            #expect(try header.answer().status == 431)
        }
    }

    @Test func `a header of 6 KiB is accepted with the default memory`() throws {
        try withServer(makeRouter()) { port in
            let cookie = String(repeating: "x", count: 6 * 1024)
            let answer = try Client(port).ask("GET", "/hello", headers: [("Cookie", cookie)])
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: ["/a%00b", "/%ff", "/\u{1}%zz", "/path/x?a=%ff"])
    func `a path that encodes no text is a bad request`(target: String) throws {
        try withServer(makeRouter()) { port in
            let answer = try Client(port).ask("GET", target)
            #expect(answer.status == 400)
        }
    }

    @Test func `a raw byte that is not UTF-8 is a bad request, and a raw NUL no crash`() throws {
        try withServer(makeRouter()) { port in
            let client = try Client(port)
            try client.send(Array("GET /".utf8) + [0xff, 0xfe] + Array(" HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
            #expect(try client.answer().status == 400)
            let texts = [
                "GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n", "GET /?\0 HTTP/1.1\r\nX\0: \0\r\n\r\n", "\0\r\n\r\n",
            ]
            let rude = try texts.map { text in
                let client = try Client(port)
                try client.send(text)
                return client
            }
            #expect(try Client(port).ask("GET", "/hello").status == 200)
            withExtendedLifetime(rude) {}
        }
    }

    @Test func `a client that leaves in the midst of its request harms nobody`() throws {
        let whole = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345"
        try withServer(makeRouter()) { port in
            for length in stride(from: 0, through: whole.utf8.count, by: 3) {
                try Client(port).send(String(whole.prefix(length)))
            }
            #expect(try Client(port).ask("GET", "/hello").status == 200)
        }
    }

    @Test func `noise harms nobody`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(state: seed)
        let words = [
            "GET ", "POST ", "/hello", "/echo", " HTTP/1.1", " HTTP/9.9", "\r\n", "\r\n\r\n", "\n", ":", " ",
            "\0",
            "Host: x", "Content-Length: ", "Transfer-Encoding: chunked", "Expect: 100-continue", "5", "-1",
            "99999999999999999999", "0\r\n\r\n", "%00", "?", "#", "é", "Connection: close",
        ]
        try withServer(makeRouter()) { port in
            // Kept until the end, lest a reset take back what the server has not read yet.
            let clients = try (1...300).map { _ in
                let client = try Client(port)
                let count = Int.random(in: 1...20, using: &random)
                let text = (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }
                    .joined()
                try? client.send(text)
                return client
            }
            #expect(try Client(port).ask("GET", "/hello").text == "hello", "seed \(seed)")
            withExtendedLifetime(clients) {}
        }
    }

    @Test func `the handler sees method, path, fields and the client's address`() throws {
        var router = Router()
        router.on(.other("BREW"), "/pot") { request, _ in
            Response.text(
                "\(request.method) \(request.path) \(request.headers["x-a"] ?? "") \(request.remoteAddress)")
        }
        try withServer(router) { port in
            let answer = try Client(port).ask("BREW", "/pot", headers: [("X-A", "1"), ("x-a", "2")])
            #expect(answer.text == "BREW /pot 1 127.0.0.1")
        }
    }
}

/// Steele, Lea and Flood's SplitMix64: a seeded generator.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
