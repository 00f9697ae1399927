import Glibc
import HTTPServer
import Testing
import Threading

/// Files and streams as bodies.
@Suite struct BodyTests {
    private func temporaryFile(_ bytes: [UInt8]) -> String {
        var template = Array("/tmp/lockstep-http-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        _ = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        close(file)
        return template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    @Test func `a file is sent whole, and HEAD tells its size`() throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let path = temporaryFile(bytes)
        defer { unlink(path) }
        var router = Router()
        router.get("/file") { _, _ in Response(headers: ["Content-Type": "x/y"], body: .file(path: path)) }
        try withServer(router) { port in
            let client = try Client(port)
            for _ in 1...2 {
                let answer = try client.ask("GET", "/file")
                #expect(answer.body == bytes)
                #expect(answer["Content-Type"] == "x/y")
            }
            #expect(try client.ask("HEAD", "/file")["Content-Length"] == "300000")
        }
    }

    @Test(arguments: ["/tmp/lockstep-no-such-file", "/tmp", "/dev/null"])
    func `what is no regular file is not found`(path: String) throws {
        var router = Router()
        router.get("/file") { _, _ in Response(body: .file(path: path)) }
        try withServer(router) { port in
            let answer = try Client(port).ask("GET", "/file")
            #expect(answer.status == 404)
        }
    }

    @Test func `an empty file is an empty body`() throws {
        let path = temporaryFile([])
        defer { unlink(path) }
        var router = Router()
        router.get("/file") { _, _ in Response(body: .file(path: path)) }
        try withServer(router) { port in
            let client = try Client(port)
            #expect(try client.ask("GET", "/file").body == [])
            #expect(try client.ask("GET", "/file").status == 200)
        }
    }

    @Test func `what is written to a stream arrives as it is written`() throws {
        let stream = ResponseStream()
        var router = Router()
        router.get("/stream") { _, _ in Response(body: .stream(stream)) }
        try withServer(router, workers: 1) { port in
            let client = try Client(port)
            try client.request("GET", "/stream")
            #expect(try client.line() == "HTTP/1.1 200 OK")
            while try !client.line().isEmpty {}
            for word in ["one", "two", "three"] {
                try stream.write(word)
                // The next word is not written before this one has arrived.
                #expect(String(decoding: try client.chunk(), as: UTF8.self) == word)
            }
            stream.finish()
            #expect(try client.chunk() == [])
            #expect(throws: StreamError.self) { try stream.write("four") }
        }
    }

    @Test func `a long stream arrives whole, though writer and reader wait for each other`() throws {
        let stream = ResponseStream(bufferLimit: 1000)
        var router = makeRouter()
        router.get("/stream") { _, _ in
            Response(body: .stream(stream))
        }
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try withServer(router) { port in
            let client = try Client(port)
            try client.request("GET", "/stream")
            let received = Monitor<[UInt8]?>(nil)
            try inThreads(2) { index in
                if index == 0 {
                    for start in stride(from: 0, to: bytes.count, by: 700) {
                        try? stream.write(Array(bytes[start..<min(start + 700, bytes.count)]))
                    }
                    stream.finish()
                } else {
                    let body = (try? client.answer().body) ?? []
                    received.update { $0 = body }
                }
            }
            #expect(received.wait { $0 } == bytes)
            #expect(try client.ask("GET", "/hello").text == "hello")
        }
    }

    @Test func `a writer waits for a reader that does not read, up to its timeout`() throws {
        let stream = ResponseStream(bufferLimit: 1000)
        var router = Router()
        router.get("/stream") { _, _ in Response(body: .stream(stream)) }
        try withServer(router) { port in
            let client = try Client(port, receiveBuffer: 4096)
            try client.request("GET", "/stream")
            // However much the kernel buffers, in the end nothing more fits.
            var written = 0
            #expect(throws: StreamError.timedOut) {
                while written < 1_000_000_000 {
                    try stream.write(Array(repeating: 1, count: 1000), timeout: .milliseconds(200))
                    written += 1000
                }
            }
            stream.finish()
            #expect(try client.answer().body.count == written)
        }
    }

    @Test func `a writer learns that the reader has gone`() throws {
        let stream = ResponseStream(bufferLimit: 1000)
        var router = makeRouter()
        router.get("/stream") { _, _ in Response(body: .stream(stream)) }
        try withServer(router) { port in
            try Client(port).request("GET", "/stream")
            #expect(throws: StreamError.readerGone) {
                while true { try stream.write(Array(repeating: 1, count: 1000)) }
            }
            #expect(try Client(port).ask("GET", "/hello").text == "hello")
        }
    }

    @Test func `HEAD of a stream has no body, and its writer no reader`() throws {
        let stream = ResponseStream(bufferLimit: 10)
        var router = makeRouter()
        router.get("/stream") { _, _ in Response(body: .stream(stream)) }
        try withServer(router) { port in
            let client = try Client(port)
            #expect(try client.ask("HEAD", "/stream").status == 200)
            #expect(try client.rest() == [])
            #expect(throws: StreamError.readerGone) {
                while true { try stream.write("0123456789") }
            }
        }
    }

    @Test func `a stream that its writer drops breaks off, for the client to see`() throws {
        let gate = Gate()
        let writers = try ThreadPool(workers: 1)
        defer { writers.shutdown() }
        var router = makeRouter()
        router.get("/stream") { _, _ in
            let stream = ResponseStream()
            try writers.execute {
                try? stream.write("some")
                gate.pass()
            }
            return Response(body: .stream(stream))
        }
        try withServer(router) { port in
            let client = try Client(port)
            try client.request("GET", "/stream")
            while try !client.line().isEmpty {}
            #expect(String(decoding: try client.chunk(), as: UTF8.self) == "some")
            gate.open()
            #expect(try client.rest() == [])
            #expect(try Client(port).ask("GET", "/hello").text == "hello")
        }
    }
}
