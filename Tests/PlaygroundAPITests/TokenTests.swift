import HTTPServer
import JSON
import PlaygroundAPI
import TestClient
import Testing

@Suite struct `a token` {
    private func access(_ text: String) -> Access {
        var access = Access()
        access.token = AccessToken(text)
        return access
    }

    @Test func `is wanted for everything but the page's files and the server's health`() throws {
        let contract = try Contract.openapi
        try withService(.socket, access: access("s3cret-token")) { ask in
            for path in ["/", "/js/main.js", "/healthz", "/readyz"] {
                #expect(try ask(.get, path, [], []).status == 200, "\(path)")
                #expect(try ask(.head, path, [], []).status == 200, "\(path)")
            }
            for path in ["/scenarios", "/runs", "/metrics", "/limits", "/openapi.yaml", "/nowhere", "/index"]
            {
                let refusal = try ask(.get, path, [], [])
                #expect(refusal.status == 401, "\(path)")
                #expect(refusal["WWW-Authenticate"] == "Bearer realm=\"lockstep\"")
                #expect(try refusal.json["type"] == "urn:lockstep:problem:unauthorized")
                #expect(contract.faults(of: try refusal.json, as: "Problem") == [])
            }
            #expect(try ask(.post, "/scenarios/lock", [], []).status == 401)
            for field in ["Bearer s3cret-token", "bearer  s3cret-token"] {
                #expect(try ask(.get, "/runs", [("Authorization", field)], []).status == 200)
                #expect(try ask(.post, "/scenarios/lock", [("Authorization", field)], []).status == 200)
            }
        }
    }

    @Test(arguments: [
        "Bearer s3cret-tokem", "Bearer S3cret-token", "Bearer s3cret-toke", "Bearer s3cret-token1", "Bearer",
        "Basic s3cret-token", "s3cret-token", "Bearer s3cret-token s3cret-token",
    ])
    func `is not replaced by anything like it`(_ field: String) throws {
        try withService(.socket, access: access("s3cret-token")) { ask in
            let refusal = try ask(.get, "/runs", [("Authorization", field)], [])
            #expect(refusal.status == 401)
            #expect(!refusal.text.lowercased().contains("s3cret"))
            let isShown = field.lowercased().hasPrefix("bearer s")
            #expect(refusal["WWW-Authenticate"]?.contains("invalid_token") == isShown)
        }
    }

    @Test func `has nothing that a header field would change`() {
        for text in ["a", "Az09-._~+/", "abc==", String(repeating: "x", count: 4096)] {
            #expect(AccessToken(text) != nil, "\(text)")
        }
        for text in ["", "=", "a b", "a=b", "é", "a\n", "a\"", "a,b"] {
            #expect(AccessToken(text) == nil, "\(text)")
        }
    }

    @Test func `is not wanted from a browser that asks whether its page may ask`() throws {
        var access = access("t")
        access.allowedOrigins = .only(["https://example.org"])
        try withService(.socket, access: access) { ask in
            let page = [("Origin", "https://example.org")]
            let question = try ask(.options, "/runs", page + [("Access-Control-Request-Method", "GET")], [])
            #expect(question.status == 204)
            #expect(question["Access-Control-Allow-Headers"]?.contains("Authorization") == true)
            let refusal = try ask(.get, "/runs", page, [])
            #expect(refusal.status == 401)
            #expect(refusal["Access-Control-Allow-Origin"] == "https://example.org")
            #expect(refusal["Access-Control-Expose-Headers"]?.contains("WWW-Authenticate") == true)
        }
    }
}
