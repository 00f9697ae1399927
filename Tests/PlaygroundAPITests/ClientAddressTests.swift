import HTTPServer
import PlaygroundAPI
import Testing

@Suite struct `a client behind a proxy` {
    private static let proxies = ["127.0.0.1", "2001:db8::FF"].compactMap(IPAddress.init)

    private func address(_ forwarded: String..., from peer: String = "127.0.0.1") throws -> String {
        var headers = HTTPHeaders()
        for value in forwarded { headers.append("X-Forwarded-For", value) }
        let request = try Request(.get, "/", headers: headers, remoteAddress: peer)
        return ClientAddress(trustedProxies: Self.proxies).address(of: request)
    }

    @Test(arguments: [
        "1.2.3.4", "1.2.3.4:80", " 1.2.3.4\t", "\t1.2.3.4:65535 ", "::ffff:1.2.3.4", "::FFFF:1.2.3.4",
        "0:0:0:0:0:ffff:102:304", "[::ffff:1.2.3.4]", "[::ffff:1.2.3.4]:80", "9.9.9.9, 1.2.3.4",
        "1.2.3.4,127.0.0.1", "1.2.3.4:1 , 2001:DB8:0::ff,127.0.0.1:2", "nobody, 1.2.3.4",
    ])
    func `is the same however its IPv4 address is spelled`(_ forwarded: String) throws {
        #expect(try address(forwarded) == "1.2.3.4")
    }

    @Test(arguments: [
        "2001:db8::a", "2001:DB8::A", "2001:0db8:0:0:0:0:0:000a", "[2001:db8::A]", "[2001:db8::a]:443",
        "2001:db8:0::a%eth0", "[2001:db8::a%2]:1", " 2001:db8::0:a ",
    ])
    func `is the same however its IPv6 address is spelled`(_ forwarded: String) throws {
        #expect(try address(forwarded) == "2001:db8::a")
    }

    @Test(arguments: [
        "", " ", ",", "unknown", "_hidden", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "0x1.2.3.4",
        "16909060", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:+1", "1.2.3.4:80:81", "[1.2.3.4", "[::1]x", "[]",
        "::1::2", "1.2.3.4 5", "\"1.2.3.4\"", "1.2.3.4%eth0", "for=1.2.3.4", "7.7.7.7, unknown", "7.7.7.7,",
    ])
    func `is the proxy itself, which all such share, if that does not tell an address`(_ forwarded: String)
        throws
    {
        #expect(try address(forwarded) == "127.0.0.1")
        #expect(try address(forwarded, from: "2001:db8::ff") == "2001:db8::ff")
        // What came through two of them is the one's that did not know.
        #expect(try address(forwarded + ",2001:0db8::ff") == "2001:db8::ff")
    }

    @Test func `is who is connected, if that is no proxy`() throws {
        #expect(try address("1.2.3.4", from: "192.0.2.7") == "192.0.2.7")
        #expect(try address(from: "::ffff:192.0.2.7") == "192.0.2.7")
        #expect(try address(from: "127.0.0.1") == "127.0.0.1")
        #expect(try address("1.2.3.4", from: "") == "")
    }

    @Test func `is told by the last of several fields, and by a proxy however that is spelled`() throws {
        #expect(try address("7.7.7.7", "1.2.3.4") == "1.2.3.4")
        #expect(try address("7.7.7.7,1.2.3.4", "127.0.0.1") == "1.2.3.4")
        #expect(try address("1.2.3.4", from: "::ffff:127.0.0.1") == "1.2.3.4")
    }
}
