import HTTPServer
import Testing

@Suite struct `filters` {
    /// Adds its name to a field, and answers by itself at a path that has its name.
    private struct Mark: Filter {
        let name: String

        func admit(_ request: Request) throws -> Response? {
            request.path == "/\(name)" ? .text(name) : nil
        }

        func finish(_ response: Response, to request: Request) throws(HTTPFailure) -> Response {
            var response = response
            response.headers.append("Mark", name)
            return response
        }
    }

    private struct Refusal: Filter {
        func finish(_ response: Response, to request: Request) throws(HTTPFailure) -> Response {
            guard request.path == "/refused" else { return response }
            throw .notFound(path: request.path)
        }
    }

    private func configuration(_ filters: any Filter...) -> Configuration {
        var configuration = Configuration()
        configuration.filters = filters
        return configuration
    }

    private func marks(_ answer: Client.Answer) -> [String] {
        answer.headers.filter { $0.name == "Mark" }.map(\.value)
    }

    @Test func `see every response, the innermost first`() throws {
        var router = makeRouter()
        router.get("/later") { _, _ in Reply.deferred { $0.respond(.text("later")) } }
        router.get("/dropped") { _, _ in Reply.deferred { _ in } }
        var configuration = configuration(Mark(name: "outer"), Mark(name: "inner"))
        configuration.bodyLimit = 8
        try withServer(router, configuration: configuration) { port in
            let asked: [(String, String, Int)] = [
                ("GET", "/hello", 200), ("GET", "/later", 200), ("GET", "/dropped", 500),
                ("GET", "/missing", 404), ("PUT", "/hello", 405), ("GET", "/%", 400),
                ("OPTIONS", "/hello", 204),
            ]
            for (method, path, status) in asked {
                let answer = try Client(port).ask(method, path)
                #expect(answer.status == status, "\(method) \(path)")
                #expect(marks(answer) == ["inner", "outer"], "\(method) \(path)")
            }
            let announced = try Client(port).ask("POST", "/echo", body: [UInt8](repeating: 0, count: 9))
            #expect(announced.status == 413)
            #expect(marks(announced) == ["inner", "outer"])
            let client = try Client(port)
            try client.send("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n")
            try client.send("9\r\n123456789\r\n")
            let unannounced = try client.answer()
            #expect(unannounced.status == 413)
            #expect(marks(unannounced) == ["inner", "outer"])
        }
    }

    @Test func `answer in the handler's stead, the outermost first`() throws {
        try withServer(makeRouter(), configuration: configuration(Mark(name: "hello"), Mark(name: "b"))) {
            port in
            #expect(try Client(port).ask("GET", "/hello").text == "hello")
            let answer = try Client(port).ask("GET", "/b")
            #expect(answer.text == "b")
            #expect(marks(answer) == ["b", "hello"])
        }
    }

    @Test func `put a failure in a response's place, and those around see it`() throws {
        var router = makeRouter()
        router.get("/refused") { _, _ in Response.text("never seen") }
        try withServer(router, configuration: configuration(Mark(name: "outer"), Refusal())) { port in
            let answer = try Client(port).ask("GET", "/refused")
            #expect(answer.status == 404)
            #expect(marks(answer) == ["outer"])
            #expect(try Client(port).ask("GET", "/hello").text == "hello")
        }
    }

    @Test func `add fields that are missing, and leave those that are there`() throws {
        let filter = DefaultHeaders(["A": "1", "B": "2"])
        let response = try filter.finish(Response(headers: ["b": "own"]), to: Request(.get, "/"))
        #expect(response.headers.values(for: "A") == ["1"])
        #expect(response.headers.values(for: "B") == ["own"])
    }
}
