import HTTPServer
import Testing

@Suite struct `pages of other origins` {
    private static let friend = "https://friend.example"

    private func filter(_ allowed: CrossOrigin.Allowed) -> CrossOrigin {
        CrossOrigin(
            allowed: allowed, methods: [.get, .post], requestHeaders: ["Content-Type"],
            exposedHeaders: ["ETag", "Location"])
    }

    private func request(
        _ method: HTTPMethod, from origin: String?, host: String = "server:8080", asking wish: String? = nil
    ) throws -> Request {
        var headers: HTTPHeaders = ["Host": host]
        headers["Origin"] = origin
        headers["Access-Control-Request-Method"] = wish
        return try Request(method, "/", headers: headers)
    }

    private func isRefused(_ request: Request, by allowed: CrossOrigin.Allowed) throws -> Bool {
        do {
            #expect(try filter(allowed).admit(request) == nil)
            return false
        } catch HTTPFailure.forbidden(let sentence) {
            #expect(sentence.contains(request.headers["Origin"] ?? "none"))
            return true
        }
    }

    @Test(arguments: [HTTPMethod.post, .delete, .put, .patch, .other("PROPFIND")])
    func `may not act unless they are allowed`(_ method: HTTPMethod) throws {
        for origin in [
            "http://evil.example", "null", "", "http://server", "http://server:80", "http://server:8080.evil",
            "ftp://server:8080", "http://friend.example", "https://friend.example:444", Self.friend + "/",
        ] {
            #expect(try isRefused(request(method, from: origin), by: .only([Self.friend])), "\(origin)")
        }
        for origin in [nil, "http://server:8080", "https://server:8080", Self.friend] {
            #expect(
                try !isRefused(request(method, from: origin), by: .only([Self.friend])), "\(origin ?? "")")
        }
        #expect(try isRefused(request(method, from: Self.friend), by: .only([])))
        #expect(try !isRefused(request(method, from: "null"), by: .all))
        #expect(try !isRefused(request(method, from: "http://server", host: "SERVER"), by: .only([])))
    }

    @Test(arguments: [HTTPMethod.get, .head, .options])
    func `may ask, whether or not they are allowed to read`(_ method: HTTPMethod) throws {
        #expect(try !isRefused(request(method, from: "http://evil.example"), by: .only([])))
    }

    @Test func `may read if they are allowed, and caches are told so`() throws {
        func finished(_ allowed: CrossOrigin.Allowed, _ origin: String?) throws -> HTTPHeaders {
            try filter(allowed).finish(Response(headers: ["Vary": "Accept"]), to: request(.get, from: origin))
                .headers
        }
        let allowed = try finished(.only([Self.friend]), Self.friend)
        #expect(allowed["Access-Control-Allow-Origin"] == Self.friend)
        #expect(allowed["Access-Control-Expose-Headers"] == "ETag, Location")
        #expect(allowed["Vary"] == "Accept, Origin")
        for origin in [nil, "http://evil.example"] {
            let other = try finished(.only([Self.friend]), origin)
            #expect(other["Access-Control-Allow-Origin"] == nil)
            #expect(other["Vary"] == "Accept, Origin")
        }
        #expect(try finished(.all, "null")["Access-Control-Allow-Origin"] == "*")
        #expect(try finished(.all, "null")["Vary"] == "Accept")
        #expect(try finished(.only([]), Self.friend) == ["Vary": "Accept"])
    }

    @Test func `are told what they may do before they do it`() throws {
        let question = try request(.options, from: Self.friend, asking: "POST")
        let answer = try #require(try filter(.only([Self.friend])).admit(question))
        #expect(answer.status == .noContent)
        #expect(answer.headers["Access-Control-Allow-Methods"] == "GET, POST")
        #expect(answer.headers["Access-Control-Allow-Headers"] == "Content-Type")
        #expect(answer.headers["Access-Control-Max-Age"] == "600")
        #expect(try filter(.only([])).admit(question) == nil)
        #expect(try filter(.only([Self.friend])).admit(request(.options, from: Self.friend)) == nil)
    }
}
