import HTTPServer
import JSON
import PlaygroundAPI
import TestClient
import Testing

@Suite struct `who may use the service` {
    private static let friend = "https://friend.example"

    @Test func `no page of another origin, unless the operator allows it`() throws {
        let contract = try Contract.openapi
        try withService(.socket) { ask in
            let foreign = [("Origin", Self.friend)]
            for (method, path) in [
                (HTTPMethod.post, "/scenarios/lock"), (.delete, "/runs/x"), (.post, "/runs/x/cancel"),
            ] {
                let refused = try ask(method, path, foreign, [])
                #expect(refused.status == 403, "\(path)")
                #expect(try refused.json["type"] == "urn:lockstep:problem:forbidden")
                #expect(contract.faults(of: try refused.json, as: "Problem") == [])
            }
            #expect(try ask(.get, "/runs", [], []).json["runs"]?.elements.isEmpty == true)
            let read = try ask(.get, "/scenarios", foreign, [])
            #expect(read.status == 200)
            #expect(read["Access-Control-Allow-Origin"] == nil)
            #expect(try ask(.post, "/scenarios/lock", [], []).status == 200)
        }
        var access = Access()
        access.allowedOrigins = .only([Self.friend])
        try withService(.socket, access: access) { ask in
            let question = [("Origin", Self.friend), ("Access-Control-Request-Method", "POST")]
            let answer = try ask(.options, "/scenarios/lock", question, [])
            #expect(answer.status == 204)
            #expect(answer["Access-Control-Allow-Origin"] == Self.friend)
            #expect(answer["Access-Control-Allow-Methods"]?.contains("POST") == true)
            #expect(answer["Access-Control-Allow-Headers"]?.contains("Content-Type") == true)
            let run = try ask(.post, "/scenarios/lock", [("Origin", Self.friend)], [])
            #expect(run.status == 200)
            #expect(run["Access-Control-Allow-Origin"] == Self.friend)
            #expect(run["Access-Control-Expose-Headers"]?.contains("Content-Location") == true)
            #expect(run["Vary"]?.contains("Origin") == true)
            #expect(try ask(.post, "/scenarios/lock", [("Origin", "http://other")], []).status == 403)
        }
    }

    @Test func `a problem tells the request's id, as the answer's field does`() throws {
        try withService(.socket) { ask in
            let given = try ask(.get, "/runs/none", [("X-Request-Id", "mine.1")], [])
            #expect(given["X-Request-Id"] == "mine.1")
            #expect(try given.json["requestId"] == "mine.1")
            let made = try ask(.get, "/missing", [("X-Request-Id", "not fit")], [])
            #expect(try made.json["requestId"]?.string == made["X-Request-Id"])
            #expect(made["X-Request-Id"]?.isEmpty == false)
        }
    }
}
