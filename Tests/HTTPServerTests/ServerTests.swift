import Glibc
import HTTPServer
import Testing
import Threading

/// Starting, limits, and stopping. One at a time: some take a great part of what the process may have.
@Suite(.serialized) struct ServerTests {
    private func makeServer(_ router: Router, _ pool: ThreadPool, host: String = "127.0.0.1") -> Server {
        Server(configuration: Configuration(host: host, port: 0), pool: pool, router: router)
    }

    @Test func `an address in use is refused with its name and the reason`() throws {
        try withServer(makeRouter()) { port in
            let second = try Server(
                configuration: Configuration(port: port), pool: ThreadPool(workers: 1), router: makeRouter())
            let error = #expect(throws: ServerError.self) { try second.run() }
            #expect(error?.description == "Cannot listen on 127.0.0.1:\(port): Address already in use.")
            #expect(throws: ServerError.self) { try second.waitUntilListening() }
            second.stop()
        }
    }

    @Test(arguments: ["example.org", "", "256.1.1.1", "127.0.0.1 "])
    func `a host that is no address is refused`(host: String) throws {
        let server = try makeServer(makeRouter(), ThreadPool(workers: 1), host: host)
        #expect(throws: ServerError.invalidHost(host)) { try server.start() }
    }

    @Test func `an address that is not this machine's is refused`() throws {
        let server = try makeServer(makeRouter(), ThreadPool(workers: 1), host: "192.0.2.1")
        let reason = "Cannot assign requested address"
        #expect(throws: ServerError.cannotListen(address: "192.0.2.1:0", reason: reason)) {
            try server.start()
        }
    }

    @Test(arguments: [("localhost", "127.0.0.1"), ("127.0.0.2", "127.0.0.2"), ("::1", "::1")])
    func `a server listens where it is told to`(host: String, address: String) throws {
        let pool = try ThreadPool(workers: 1)
        let server = makeServer(makeRouter(), pool, host: host)
        try server.start()
        #expect(try Client(server.waitUntilListening(), host: address).ask("GET", "/hello").text == "hello")
        server.stop()
        pool.shutdown()
    }

    @Test func `run returns when the server is stopped, and a server runs once`() throws {
        let pool = try ThreadPool(workers: 1)
        let server = makeServer(makeRouter(), pool)
        let ended = Monitor(false)
        let runner = try ThreadPool(workers: 1)
        try runner.execute {
            try? server.run()
            ended.update { $0 = true }
        }
        let port = try server.waitUntilListening()
        #expect(throws: ServerError.alreadyStarted) { try server.start() }
        server.stop()
        ended.wait { $0 ? () : nil }
        #expect(throws: ServerError.stopped) { try server.start() }
        #expect(throws: ServerError.stopped) { try server.waitUntilListening() }
        #expect(throws: Client.Failure.self) { try Client(port) }
        server.stop()
        runner.shutdown()
        pool.shutdown()
    }

    @Test func `a server that is stopped before it starts does not start`() throws {
        let server = try makeServer(makeRouter(), ThreadPool(workers: 1))
        server.stop()
        #expect(throws: ServerError.stopped) { try server.start() }
    }

    @Test func `a stop lets requests under way finish, and refuses new connections meanwhile`() throws {
        let waiting = Waiting()
        var router = makeRouter()
        router.get("/later") { _, _ in Reply.deferred { waiting.add($0) } }
        let pool = try ThreadPool(workers: 2)
        let server = makeServer(router, pool)
        try server.start()
        let port = try server.waitUntilListening()
        let idle = try Client(port)
        #expect(try idle.ask("GET", "/hello").status == 200)
        let client = try Client(port)
        try client.request("GET", "/later")
        let responders = waiting.take(1)
        try inThreads(2) { index in
            if index == 0 {
                // Long enough to be seen as a hang if the stop waited for it.
                server.stop(timeout: .seconds(100_000))
            } else {
                // Refused as soon as the stop has reached the server's thread.
                while (try? Client(port)) != nil {}
                responders[0].respond(.text("late"))
            }
        }
        let answer = try client.answer()
        #expect(answer.text == "late")
        #expect(answer["Connection"] == "close")
        #expect(try client.rest() == [])
        #expect(try idle.rest() == [])
        pool.shutdown()
    }

    @Test func `a stop cuts off what is not answered in time, and later answers are dropped`() throws {
        let waiting = Waiting()
        let stream = ResponseStream()
        var router = Router()
        router.get("/later") { _, _ in Reply.deferred { waiting.add($0) } }
        router.get("/stream") { _, _ in Response(body: .stream(stream)) }
        let pool = try ThreadPool(workers: 2)
        let server = makeServer(router, pool)
        try server.start()
        let port = try server.waitUntilListening()
        let clients = try ["/later", "/later", "/stream"].map { path in
            let client = try Client(port)
            try client.request("GET", path)
            return client
        }
        let responders = waiting.take(2)
        #expect(try clients[2].line() == "HTTP/1.1 200 OK")
        server.stop(timeout: .zero)
        responders[0].respond(.text("too late"))
        #expect(throws: StreamError.readerGone) { try stream.write("too late") }
        #expect(try clients[0].rest() == [])
        #expect(try clients[1].rest() == [])
        pool.shutdown()
    }

    @Test func `a server leaves no thread and no descriptor behind`() async {
        // In a process of its own, since other tests have threads and descriptors too.
        await #expect(processExitsWith: .success) {
            func cycle() throws {
                try withServer(makeRouter(), workers: 2) { port in
                    let clients = try (1...20).map { _ in try Client(port) }
                    for client in clients { #expect(try client.ask("GET", "/hello").status == 200) }
                }
            }
            try cycle()
            let (threads, descriptors) = (count(of: "task"), count(of: "fd"))
            for _ in 1...10 { try cycle() }
            #expect(count(of: "fd") <= descriptors)
            // A joined thread may be listed for a moment still. If one stays, this does not end, and the test fails.
            alarm(60)
            while count(of: "task") > threads { sched_yield() }
        }
    }

    @Test func `two thousand idle connections do not keep a request waiting, and are let go`() throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = min(limit.rlim_max, 8192)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        var configuration = Configuration()
        configuration.connectionLimitPerAddress = nil
        try withServer(makeRouter(), configuration: configuration) { port in
            let idle = try (1...2000).map { _ in try Client(port) }
            #expect(try Client(port).ask("GET", "/hello").text == "hello")
            #expect(try idle[1999].ask("GET", "/hello").text == "hello")
            #expect(try idle[0].ask("GET", "/hello").text == "hello")
        }
    }

    @Test func `an address may have so many connections and no more`() throws {
        var configuration = Configuration()
        configuration.connectionLimitPerAddress = 2
        try withServer(makeRouter(), configuration: configuration) { port in
            let clients = try (1...2).map { _ in try Client(port) }
            for client in clients { #expect(try client.ask("GET", "/hello").status == 200) }
            let third = try Client(port)
            #expect(try third.rest() == [])
            #expect(try clients[0].ask("GET", "/hello").status == 200)
        }
    }

    @Test func `an idle connection is closed after the timeout, a waiting one is not`() throws {
        let waiting = Waiting()
        var router = makeRouter()
        router.get("/later") { _, _ in Reply.deferred { waiting.add($0) } }
        var configuration = Configuration()
        configuration.idleTimeout = .seconds(1)
        try withServer(router, configuration: configuration) { port in
            let patient = try Client(port)
            try patient.request("GET", "/later")
            let responders = waiting.take(1)
            for _ in 1...2 { #expect(try Client(port).rest() == []) }
            responders[0].respond(.text("at last"))
            #expect(try patient.answer().text == "at last")
        }
    }
}
