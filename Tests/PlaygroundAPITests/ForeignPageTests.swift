import HTTPServer
import JSON
import PlaygroundAPI
import TestClient
import Testing

@Suite struct `a page from elsewhere` {
    @Test(arguments: ["cross-site", "same-site", "Cross-Site"])
    func `embeds nothing, follows nothing and sends nothing, but may link here`(_ site: String) throws {
        try withService(.socket) { ask in
            let id = try ask(.post, "/scenarios/lock", [], []).run.id
            let image = [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "no-cors")]
            for path in ["/runs", "/icon.svg", "/runs/\(id)/events"] {
                let refusal = try ask(.get, path, image, [])
                #expect(refusal.status == 403, "\(path)")
                #expect(try refusal.json["type"] == "urn:lockstep:problem:forbidden")
            }
            let source = [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "cors"), ("Origin", "http://other")]
            #expect(try ask(.get, "/runs/\(id)/events", source, []).status == 403)
            let form = [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", "navigate")]
            #expect(try ask(.post, "/scenarios/lock", form, []).status == 403)
            for path in ["/", "/runs/\(id)/trace?format=text"] {
                #expect(try ask(.get, path, form, []).status == 200, "\(path)")
            }
            #expect(try ask(.get, "/runs", [], []).json["runs"]?.elements.count == 1)
        }
    }

    @Test(arguments: ["same-origin", "none"])
    func `is not the service's own, nor the address bar`(_ site: String) throws {
        try withService(.socket) { ask throws in
            #expect(try ask(.get, "/scenarios", [("Sec-Fetch-Site", site)], []).status == 200)
            let post = [("Sec-Fetch-Site", site), ("Origin", "http://test")]
            #expect(try ask(.post, "/scenarios/lock", post, []).status == 200)
        }
    }

    @Test func `may do all of it if its origin is allowed`() throws {
        var access = Access()
        access.allowedOrigins = .only(["https://friend.example"])
        try withService(.socket, access: access) { ask throws in
            let page = [("Origin", "https://friend.example"), ("Sec-Fetch-Site", "cross-site")]
            #expect(try ask(.post, "/scenarios/lock", page, []).status == 200)
            #expect(try ask(.get, "/runs", page, []).status == 200)
        }
    }

    @Test(arguments: [
        ("127.0.0.1:8080", true), ("localhost", true), ("[::1]:8080", true), ("lockstep", true),
        ("a.localhost:80", true), ("lab.example.org", true), ("LAB.example.org:8080", true),
        ("evil.org", false), ("evil.org:8080", false), ("127.0.0.1.evil.org", false), ("1.2.3", false),
        ("localhost.evil.org", false), ("example.org", false), ("1.2.3.256", false),
    ])
    func `cannot take the service for its own by a name that leads here`(_ host: String, _ isKnown: Bool)
        throws
    {
        let filter = HostFilter(names: ["lab.example.org"])
        let request = try Request(.get, "/runs", headers: ["Host": host])
        if isKnown {
            #expect(try filter.admit(request) == nil)
        } else {
            #expect(throws: Problem.self) { try filter.admit(request) }
        }
    }
}
