import HTTPServer
import Synchronization
import Testing
import Threading

/// How handlers answer: at once, later, wrongly, or not at all.
@Suite struct AnswerTests {
    private struct Teapot: ResponseConvertible {
        func response(to request: Request) -> Response {
            Response(418, headers: ["X-Path": request.path], body: .bytes(Array("short".utf8)))
        }
    }

    private struct Mishap: Error {}

    @Test func `an error that is a response becomes the answer, any other is 500`() throws {
        var router = Router()
        router.get("/teapot") { _, _ -> Response in throw Teapot() }
        router.get("/mishap") { _, _ -> Response in throw Mishap() }
        router.get("/missing") { request, _ -> Response in throw HTTPFailure.notFound(path: request.path) }
        try withServer(router) { port in
            let client = try Client(port)
            let teapot = try client.ask("GET", "/teapot")
            #expect(teapot.status == 418)
            #expect(teapot["X-Path"] == "/teapot")
            #expect(teapot.text == "short")
            #expect(try client.ask("GET", "/mishap").text == "The server failed to answer this request.\n")
            #expect(try client.ask("GET", "/missing").status == 404)
        }
    }

    @Test func `the error responder makes every refusal's body, and cannot forget the required fields`()
        throws
    {
        var configuration = Configuration()
        configuration.bodyLimit = 10
        configuration.errorResponder = { failure, request in
            Response(
                failure.status, headers: ["Content-Type": "application/problem+json"],
                body: .bytes(Array("{\"at\":\"\(request.path)\"}".utf8)))
        }
        var router = makeRouter()
        router.get("/drop") { _, _ in Reply.deferred { _ in } }
        try withServer(router, configuration: configuration) { port in
            func check(_ answer: Client.Answer, _ status: Int, _ path: String) {
                #expect(answer.status == status)
                #expect(answer["Content-Type"] == "application/problem+json")
                #expect(answer.text == "{\"at\":\"\(path)\"}")
            }
            let client = try Client(port)
            check(try client.ask("GET", "/nowhere"), 404, "/nowhere")
            let refusal = try client.ask("PUT", "/hello")
            check(refusal, 405, "/hello")
            #expect(refusal["Allow"] == "GET, HEAD, OPTIONS")
            check(try client.ask("GET", "/drop"), 500, "/drop")
            check(try client.ask("GET", "/%00"), 400, "")
            check(try client.ask("POST", "/echo", body: Array(repeating: 0, count: 11)), 413, "/echo")
            let endless = try Client(port)
            try endless.request("POST", "/echo", headers: [("Transfer-Encoding", "chunked")])
            try endless.send("b\r\n12345678901\r\n")
            check(try endless.answer(), 413, "/echo")
        }
    }

    @Test func `a hundred requests that are answered later keep no worker`() throws {
        let waiting = Waiting()
        var router = makeRouter()
        router.get("/later/{n}") { _, parameters in
            let number = parameters["n"]
            return Reply.deferred { responder in
                waiting.add(responder)
                _ = number
            }
        }
        try withServer(router, workers: 1) { port in
            let clients = try (0..<100).map { number in
                let client = try Client(port)
                try client.request("GET", "/later/\(number)")
                return client
            }
            let responders = waiting.take(100)
            #expect(responders.count == 100)
            // The only worker is free meanwhile.
            #expect(try Client(port).ask("GET", "/hello").text == "hello")
            try inThreads(4) { thread in
                for index in stride(from: thread, to: 100, by: 4) {
                    responders[index].respond(.text("answer"))
                }
            }
            for client in clients { #expect(try client.answer().text == "answer") }
        }
    }

    @Test func `a request is answered once`() throws {
        let second = Monitor<Bool?>(nil)
        var router = Router()
        router.get("/twice") { _, _ in
            Reply.deferred { responder in
                responder.respond(.text("first"))
                let result = responder.respond(.text("second"))
                second.update { $0 = result }
            }
        }
        try withServer(router) { port in
            let client = try Client(port)
            #expect(try client.ask("GET", "/twice").text == "first")
            #expect(second.wait { $0 } == false)
            #expect(try client.ask("GET", "/twice").text == "first")
        }
    }

    @Test func `a full pool is answered with 503 at once`() throws {
        let started = Monitor(0)
        let gate = Gate()
        var router = Router()
        router.get("/slow") { _, _ in
            started.update { $0 += 1 }
            gate.pass()
            return Response.text("done")
        }
        var configuration = Configuration()
        configuration.retryAfterSeconds = 7
        try withServer(router, configuration: configuration, workers: 1, queueLimit: 2) { port in
            let first = try Client(port)
            try first.request("GET", "/slow")
            started.wait { $0 == 1 ? () : nil }
            // One is at work and two fit into the queue; of the next four, two are refused.
            let others = try (1...4).map { _ in
                let client = try Client(port)
                try client.request("GET", "/slow")
                return client
            }
            let refused = Monitor(0)
            // The refused answers come while the worker is still held; the others only after.
            try inThreads(5) { index in
                if index < 4 {
                    guard let answer = try? others[index].answer() else { return }
                    if answer.status == 503, answer["Retry-After"] == "7" { refused.update { $0 += 1 } }
                } else {
                    refused.wait { $0 == 2 ? () : nil }
                    gate.open()
                }
            }
            #expect(refused.update { $0 } == 2)
            #expect(try first.answer().text == "done")
        }
    }

    @Test func `a client that leaves before its answer harms nobody`() throws {
        let waiting = Waiting()
        var router = makeRouter()
        router.get("/later") { _, _ in Reply.deferred { waiting.add($0) } }
        try withServer(router) { port in
            for _ in 1...20 { try Client(port).request("GET", "/later") }
            for responder in waiting.take(20) {
                #expect(responder.respond(.text(String(repeating: "x", count: 1_000_000))))
            }
            #expect(try Client(port).ask("GET", "/hello").text == "hello")
        }
    }

    @Test func `every client gets its own answer`() throws {
        try withServer(makeRouter()) { port in
            let wrong = Synchronization.Atomic(0)
            try inThreads(8) { thread in
                do {
                    let client = try Client(port)
                    for number in 0..<200 {
                        let answer = try client.ask("GET", "/path/\(thread)-\(number)?n=\(number)")
                        if answer.text != "\(thread)-\(number)|[\"n=\(number)\"]" {
                            wrong.add(1, ordering: .relaxed)
                        }
                    }
                } catch {
                    wrong.add(1, ordering: .relaxed)
                }
            }
            #expect(wrong.load(ordering: .relaxed) == 0)
        }
    }

    @Test func `a status without a body has none, and the connection goes on`() throws {
        var router = makeRouter()
        router.get("/nothing") { _, _ in Response(.noContent) }
        router.get("/same") { _, _ in Response(.notModified, headers: ["ETag": "\"1\""]) }
        try withServer(router) { port in
            let client = try Client(port)
            #expect(try client.ask("GET", "/nothing").status == 204)
            #expect(try client.ask("GET", "/same")["ETag"] == "\"1\"")
            #expect(try client.ask("GET", "/hello").text == "hello")
        }
    }
}
