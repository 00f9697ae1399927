import HTTPServer
import Testing

@Suite struct RouterTests {
    private func router(_ templates: String...) -> Router {
        var router = Router()
        for template in templates { router.get(template) { _, _ in Response.text(template) } }
        return router
    }

    private func body(_ router: Router, _ method: HTTPMethod, _ target: String) throws -> String {
        guard case .response(let response) = try router.reply(to: Request(method, target)),
            case .bytes(let bytes) = response.body
        else { return "no bytes" }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func failure(_ router: Router, _ method: HTTPMethod, _ target: String) -> HTTPFailure? {
        do {
            _ = try router.reply(to: Request(method, target))
            return nil
        } catch {
            return error as? HTTPFailure
        }
    }

    @Test func `routes are listed in the order in which they were added`() {
        var router = router("/b", "/a/{id}")
        router.post("/b") { _, _ in Response() }
        #expect(router.routes.map(\.description) == ["GET /b", "GET /a/{id}", "POST /b"])
    }

    @Test(arguments: [
        ("/", "/"), ("/runs", "/runs"), ("/runs/", "/runs"), ("/runs/7", "/runs/{id}"),
        ("/runs/new", "/runs/new"),
        ("/runs/7/trace", "/runs/{id}/trace"), ("/runs/a%2Fb", "/runs/{id}"), ("/r%75ns", "/runs"),
        ("http://host/runs?x=1", "/runs"),
    ])
    func `a path leads to the most specific template that it matches`(target: String, template: String) throws
    {
        let router = router("/", "/runs", "/runs/{id}", "/runs/new", "/runs/{id}/trace")
        #expect(try body(router, .get, target) == template)
    }

    @Test(arguments: ["/run", "/runs/7/x", "/runs//trace", "//runs", "/runs//", "/runs/7/trace/more"])
    func `a path that no template matches is not found`(target: String) {
        let router = router("/runs", "/runs/{id}", "/runs/{id}/trace")
        #expect(failure(router, .get, target)?.status == .notFound)
    }

    @Test(arguments: ["/%", "/%0", "/%zz", "/a%00b", "/%ff", "relative", "", "/?a=%ff", "/?%00", "ftp://x/"])
    func `a target that is malformed, not UTF-8, or has a NUL is a bad request`(target: String) {
        #expect(throws: HTTPFailure.self) { try Request(.get, target) }
    }

    @Test func `parameters are decoded after the path is split`() throws {
        var router = Router()
        router.get("/a/{x}/{y}") { _, parameters in Response.text(parameters["x"] + "|" + parameters["y"]) }
        #expect(try body(router, .get, "/a/1%2F2/%C3%A9+%2B") == "1/2|é++")
    }

    @Test func `query items are decoded, in order, with and without a value`() throws {
        let request = try Request(.get, "/?a=1&b&c=&a=x%3Dy+z%2B&&=1#f=2")
        #expect(request.path == "/")
        #expect(
            request.query == [
                QueryItem(name: "a", value: "1"), QueryItem(name: "b", value: nil),
                QueryItem(name: "c", value: ""), QueryItem(name: "a", value: "x=y z+"),
                QueryItem(name: "", value: "1"),
            ])
        #expect(request.queryValue("a") == "1")
        #expect(request.queryValue("d") == nil)
    }

    @Test func `a known path with another method names the methods that it allows`() throws {
        var router = router("/runs/{id}")
        router.delete("/runs/{id}") { _, _ in Response(.noContent) }
        let refusal = try #require(failure(router, .post, "/runs/7"))
        #expect(refusal.status == .methodNotAllowed)
        #expect(refusal.headers["Allow"] == "GET, DELETE, HEAD, OPTIONS")
        #expect(failure(router, .other("BREW"), "/runs/7")?.status == .methodNotAllowed)
    }

    @Test func `HEAD falls back to GET, and not to POST`() throws {
        var router = router("/a")
        router.post("/b") { _, _ in Response() }
        #expect(try body(router, .head, "/a") == "/a")
        #expect(failure(router, .head, "/b")?.status == .methodNotAllowed)
    }

    @Test func `OPTIONS is answered with the allowed methods`() throws {
        guard case .response(let response) = try router("/a").reply(to: Request(.options, "/a")) else {
            Issue.record("deferred")
            return
        }
        #expect(response.status == .noContent)
        #expect(response.headers["Allow"] == "GET, HEAD, OPTIONS")
    }
}
