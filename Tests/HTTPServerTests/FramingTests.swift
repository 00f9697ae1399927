import HTTPServer
import Testing

/// Requests of which others may think that they end elsewhere.
@Suite struct `framing` {
    private static let line = "POST /echo HTTP/1.1\r\nHost: x\r\n"
    private static let chunks = "\r\n3\r\nabc\r\n0\r\n\r\n"

    /// Sends it with another request behind it; what the server answers until it closes the connection.
    private func answers(to request: String) throws -> (first: Client.Answer, rest: String) {
        var answers: (Client.Answer, String)?
        try withServer(makeRouter()) { port in
            let client = try Client(port)
            try client.send(request + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            answers = (try client.answer(), String(decoding: try client.rest(), as: UTF8.self))
        }
        return try #require(answers)
    }

    @Test(arguments: [
        ("Content-Length: 3\r\nContent-Length: 5\r\n\r\nabc", "Content-Length is there more than once."),
        ("Content-Length: 3\r\ncontent-length: 3\r\n\r\nabc", "Content-Length is there more than once."),
        ("Content-Length : 3\r\n\r\nabc", "The name of a header field is none."),
        ("Content-Length\t: 3\r\n\r\nabc", "The name of a header field is none."),
        ("Content-Length\u{b}: 3\r\n\r\nabc", "The name of a header field is none."),
        ("X(y): 3\r\nContent-Length: 3\r\n\r\nabc", "The name of a header field is none."),
        (" Content-Length: 3\r\nHost: x\r\n\r\nabc", "The name of a header field is none."),
        ("X: 1\rContent-Length: 3\r\n\r\nabc", "The value of a header field has a carriage return in it."),
        ("Transfer-Encoding: gzip\r\n" + chunks, "Transfer-Encoding must be chunked."),
        ("Transfer-Encoding: identity\r\n" + chunks, "Transfer-Encoding must be chunked."),
        ("Transfer-Encoding: gzip, chunked\r\n" + chunks, "Transfer-Encoding must be chunked."),
        ("Transfer-Encoding: chunked, gzip\r\n" + chunks, "Transfer-Encoding must be chunked."),
        ("Transfer-Encoding: \u{b}chunked\r\n" + chunks, "Transfer-Encoding must be chunked."),
        ("Transfer-Encoding: \r\nContent-Length: 3\r\n\r\nabc", "Transfer-Encoding must be chunked."),
        (
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n" + chunks,
            "Transfer-Encoding is there more than once."
        ),
        (
            "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n" + chunks,
            "Transfer-Encoding and Content-Length exclude each other."
        ),
        ("Host: y\r\nContent-Length: 3\r\n\r\nabc", "Host is there more than once."),
    ])
    func `that is in doubt is refused, and nothing after it is read`(_ rest: String, _ why: String) throws {
        let (first, others) = try answers(to: Self.line + rest)
        #expect(first.status == 400)
        #expect(first.text == why + "\n")
        #expect(first["Connection"] == "close")
        #expect(others.isEmpty)
    }

    @Test func `by chunks is refused in HTTP 1 point 0, which has none`() throws {
        let (first, others) = try answers(
            to: "POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n"
                + Self.chunks)
        #expect(first.status == 400)
        #expect(first.text == "HTTP/1.0 has no Transfer-Encoding.\n")
        #expect(others.isEmpty)
    }

    @Test(arguments: [
        "Content-Length: 3\r\n\r\nabc", "Transfer-Encoding: chunked\r\n" + chunks,
        "TRANSFER-encoding: CHUNKED\r\n" + chunks, "!#$%&'*+-.^_`|~09azAZ: 1\r\ncontent-length: 3\r\n\r\nabc",
    ])
    func `that is in order is taken as it is`(_ rest: String) throws {
        try withServer(makeRouter()) { port in
            let client = try Client(port)
            try client.send(Self.line + rest + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try client.answer().text == "abc")
            #expect(try client.answer().text == "hello")
        }
    }
}
