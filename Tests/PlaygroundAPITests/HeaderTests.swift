import HTTPServer
import TestClient
import Testing

@Suite struct `what every answer says` {
    @Test(arguments: [
        (HTTPMethod.get, "/", 200), (.get, "/js/main.js", 200), (.get, "/openapi.yaml", 200),
        (.get, "/scenarios", 200), (.get, "/healthz", 200), (.get, "/runs/none", 404), (.put, "/runs", 405),
        (.get, "/%", 400), (.post, "/scenarios/lock", 200), (.options, "/runs", 204),
    ])
    func `keeps browsers from misusing it`(_ method: HTTPMethod, _ path: String, _ status: Int) throws {
        try withService(.socket) { ask in
            let answer = try ask(method, path, [], [])
            #expect(answer.status == status)
            #expect(answer["X-Content-Type-Options"] == "nosniff")
            #expect(answer["Referrer-Policy"] == "no-referrer")
            #expect(answer["Cross-Origin-Resource-Policy"] == "same-origin")
            #expect(answer["Cache-Control"] != nil)
            let policies = answer.headers.filter { $0.name == "Content-Security-Policy" }.map(\.value)
            #expect(policies.count == 1)
            #expect(policies.first?.contains("frame-ancestors 'none'") == true)
            #expect(policies.first?.contains("script-src") == ["/", "/js/main.js"].contains(path))
        }
    }
}
