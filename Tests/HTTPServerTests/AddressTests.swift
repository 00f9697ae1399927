import HTTPServer
import Testing

@Suite struct `an address` {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("0:0:0:0:0:0:0:1", "::1"),
        ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("::FFFF:192.0.2.1", "192.0.2.1"), ("::", "::"),
        ("::ffff:c000:201", "192.0.2.1"),
        // The old form of what is mapped is another address.
        ("::192.0.2.1", "::192.0.2.1"),
    ])
    func `is spelled in one way`(_ text: String, _ spelling: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == spelling)
        #expect(IPAddress(spelling) == address)
    }

    @Test(arguments: [
        "", "foo", "localhost", "1.2.3", "01.2.3.4", "1.2.3.4 ", "1.2.3.4:80", "[::1]", "::1%lo",
        "10.0.0.0/8", "::1\0", "127.0.0.1\0.example.org", "1::2::3", "12345::",
    ])
    func `is nothing else`(_ text: String) { #expect(IPAddress(text) == nil) }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.255.0.1", true), ("::1", true), ("::ffff:127.0.0.1", true),
        ("128.0.0.1", false), ("0.0.0.0", false), ("::", false), ("::2", false), ("7f00::1", false),
    ])
    func `leads to the machine itself, or elsewhere`(_ text: String, _ isLoopback: Bool) {
        #expect(IPAddress(text)?.isLoopback == isLoopback)
    }

    @Test func `of an IPv4 client is told as such by a server for both`() throws {
        var router = Router()
        router.get("/who") { request, _ in Response.text(request.remoteAddress) }
        try withServer(router, configuration: Configuration(host: "::", port: 0)) { port in
            for host in ["127.0.0.1", "::1"] {
                let answer = try Client(port, host: host).ask("GET", "/who")
                #expect(answer.text == host)
            }
        }
    }
}
