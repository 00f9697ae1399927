import HTTPServer
import Playground
import TestClient
import Testing

@Suite struct `methods` {
    private static let files = ["/index.html", "/js/main.js", "/icon.svg"]

    @Test func `HEAD is answered wherever GET is, with its fields and without its body`() throws {
        try withService { ask in
            let id = try ask(.post, "/scenarios/lock", [], []).run.id
            // Their bodies tell the time, so that their lengths may differ.
            let changing: Set = ["/metrics", "/readyz"]
            let paths =
                Self.files + [
                    "/", "/openapi.yaml", "/healthz", "/readyz", "/limits", "/metrics", "/scenarios",
                    "/scenarios/lock", "/runs", "/runs/\(id)", "/runs/\(id)/trace", "/runs/\(id)/analysis",
                    "/runs/\(id)/events",
                ]
            for path in paths {
                let (get, head) = (try ask(.get, path, [], []), try ask(.head, path, [], []))
                #expect(head.status == 200, "\(path)")
                #expect(head.body.isEmpty)
                for name in ["Content-Type", "ETag", "Vary", "Cache-Control"] {
                    #expect(head[name] == get[name], "\(path) \(name)")
                }
                #expect(changing.contains(path) || head["Content-Length"] == get["Content-Length"], "\(path)")
            }
        }
    }

    @Test func `HEAD follows no run`() throws {
        var limits = Limits()
        limits.followers = 0
        try withService(limits: limits) { ask in
            let id = try ask(.post, "/scenarios/lock", [], []).run.id
            // Nobody may follow, and it does not count as following.
            #expect(try ask(.get, "/runs/\(id)/events", [], []).status == 503)
            #expect(try ask(.head, "/runs/\(id)/events", [], []).status == 200)
            #expect(try ask(.head, "/runs/0000000000000/events", [], []).status == 404)
            #expect(try ask(.head, "/runs/\(id)/events", [("Last-Event-ID", "x")], []).status == 400)
        }
    }

    @Test func `OPTIONS tells those that a path allows`() throws {
        try withService { ask in
            for path in Self.files + ["/", "/openapi.yaml", "/healthz", "/runs", "/runs/x/events"] {
                let answer = try ask(.options, path, [], [])
                #expect(answer.status == 204, "\(path)")
                #expect(answer["Allow"] == "GET, HEAD, OPTIONS", "\(path)")
                let refused = try ask(.put, path, [], [])
                #expect(refused.status == 405)
                #expect(refused["Allow"] == "GET, HEAD, OPTIONS", "\(path)")
            }
            #expect(try ask(.options, "/scenarios/lock", [], [])["Allow"] == "GET, POST, HEAD, OPTIONS")
            #expect(try ask(.options, "/runs/x/cancel", [], [])["Allow"] == "POST, OPTIONS")
            #expect(try ask(.options, "/missing", [], []).status == 404)
        }
    }
}
