import HTTPServer
import Testing
import Threading

/// Writes down what it is told.
private final class Witness: ServerObserver {
    struct Story {
        var open = 0
        var begun = 0
        var finished: [FinishedRequest] = []
    }

    let story = Monitor(Story())

    func connectionOpened() { story.update { $0.open += 1 } }
    func connectionClosed() { story.update { $0.open -= 1 } }
    func requestBegan() { story.update { $0.begun += 1 } }
    func requestFinished(_ request: FinishedRequest) { story.update { $0.finished.append(request) } }

    /// Waits until so many requests are over, and gives them.
    func finished(_ count: Int) -> [FinishedRequest] {
        story.wait { $0.finished.count >= count ? $0.finished : nil } ?? []
    }
}

@Suite(.serialized) struct ObserverTests {
    private func observed(_ router: Router, _ body: (UInt16, Witness) throws -> Void) throws {
        let witness = Witness()
        var configuration = Configuration()
        configuration.observer = witness
        configuration.bodyLimit = 10
        try withServer(router, configuration: configuration) { port in try body(port, witness) }
        // The server has stopped: nothing is open any more, and nothing under way.
        witness.story.update { story in
            #expect(story.open == 0)
            #expect(story.begun == story.finished.count)
        }
    }

    @Test func `each request is told of once, with its route, its status and its bytes`() throws {
        var router = Router()
        router.get("/runs/{id}") { _, path in Response.text(path["id"]) }
        router.get("/later") { _, _ in Reply.deferred { $0.respond(.text("later", .accepted)) } }
        router.get("/fails") { _, _ -> Response in throw HTTPFailure.badRequest("no") }
        router.get("/stream") { _, _ in
            let stream = ResponseStream()
            try stream.write("abc")
            stream.finish()
            return Response(body: .stream(stream))
        }
        try observed(router) { port, witness in
            let client = try Client(port)
            _ = try client.ask("GET", "/runs/12345")
            _ = try client.ask("HEAD", "/runs/12345")
            _ = try client.ask("GET", "/later")
            _ = try client.ask("GET", "/nowhere")
            _ = try client.ask("POST", "/later")
            _ = try client.ask("BREW", "/fails")
            _ = try client.ask("GET", "/fails")
            _ = try client.ask("GET", "/stream")
            let finished = witness.finished(8)
            #expect(
                finished.map { "\($0.method) \($0.route ?? "none") \($0.status?.code ?? 0)" } == [
                    "GET /runs/{id} 200", "HEAD /runs/{id} 200", "GET /later 202", "GET none 404",
                    "POST /later 405", "BREW /fails 405", "GET /fails 400", "GET /stream 200",
                ])
            #expect(finished[0].bytes == 5)
            #expect(finished[1].bytes == 0)
            #expect(finished[2].bytes == 5)
            #expect(finished[7].bytes == 3)
            #expect(finished.allSatisfy { $0.duration > .zero })
        }
    }

    @Test func `a body over the limit is told of, and so is a client that leaves before its answer`() throws {
        try observed(makeRouter()) { port, witness in
            // Such a request is over when its client has gone: the rest of its body is awaited until then.
            func refuse(_ headers: [(String, String)], _ bytes: String) throws {
                let client = try Client(port)
                try client.request("POST", "/hello", headers: headers)
                try client.send(bytes)
                #expect(try client.answer().status == 413)
            }
            try refuse([("Content-Length", "11")], "01234567890")
            try refuse([("Transfer-Encoding", "chunked")], "b\r\n01234567890\r\n")
            for request in witness.finished(2) {
                #expect(request.status == .contentTooLarge)
                #expect(request.route == nil)
            }

            try Client(port).request("POST", "/hello", headers: [("Content-Length", "5")])
            let broken = witness.finished(3)[2]
            #expect(broken.status == nil)
            #expect(broken.method == .post)
        }
    }

    @Test func `a refusal for want of a worker is told of`() throws {
        let gate = Gate()
        var router = makeRouter()
        router.get("/blocks") { _, _ -> Response in
            gate.pass()
            return .text("at last")
        }
        let witness = Witness()
        var configuration = Configuration(port: 0)
        configuration.observer = witness
        let pool = try ThreadPool(workers: 1, queueLimit: 1)
        let server = Server(configuration: configuration, pool: pool, router: router)
        try server.start()
        let port = try server.waitUntilListening()
        let blocked = try (1...2).map { _ in try Client(port) }
        // The first one goes to the worker, and only then the second into the queue.
        try blocked[0].request("GET", "/blocks")
        while pool.workers.all == 0 || pool.workers.idle > 0 {}
        try blocked[1].request("GET", "/blocks")
        while pool.queued == 0 {}
        let refused = try Client(port).ask("GET", "/hello")
        #expect(refused.status == 503)
        #expect(refused.text == "1 requests are waiting for a worker already; try again in 1 s.\n")
        #expect(witness.finished(1)[0].status == .serviceUnavailable)
        gate.open()
        for client in blocked { #expect(try client.answer().text == "at last") }
        server.stop()
        pool.shutdown()
    }
}
