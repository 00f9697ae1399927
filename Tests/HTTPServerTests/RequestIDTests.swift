import HTTPServer
import Testing

@Suite struct `requests' ids` {
    private func id(_ given: String) throws -> String {
        try Request(.get, "/", headers: ["X-Request-Id": given]).id
    }

    @Test(arguments: ["a", "0123-ABC_xyz.9", String(repeating: "z", count: 64)])
    func `are the client's own if they are fit for a log`(_ given: String) throws {
        #expect(try id(given) == given)
    }

    @Test(arguments: ["", "a b", "a\nb", "ä", "a;b", "\u{1b}[31m", String(repeating: "z", count: 65)])
    func `are the server's if the client's are not`(_ given: String) throws {
        let made = try id(given)
        #expect(made != given)
        #expect(try id(made) == made)
    }

    @Test func `differ`() throws {
        let ids = try (0..<100).map { _ in try Request(.get, "/").id }
        #expect(Set(ids).count == 100)
    }

    @Test func `are told with every answer`() throws {
        var configuration = Configuration()
        configuration.filters = [RequestIDs()]
        try withServer(makeRouter(), configuration: configuration) { port in
            let client = try Client(port)
            let given = try client.ask("GET", "/hello", headers: [("X-Request-Id", "mine")])
            #expect(given["X-Request-Id"] == "mine")
            let (first, second) = (try client.ask("GET", "/hello"), try client.ask("GET", "/missing"))
            #expect(first["X-Request-Id"] != nil && second["X-Request-Id"] != nil)
            #expect(first["X-Request-Id"] != second["X-Request-Id"])
        }
    }
}
