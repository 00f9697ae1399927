import CZlib
import HTTPServer
import Testing

@Suite struct `what is sent of a body` {
    private static let text = String(repeating: "the quick brown fox ", count: 200)

    private func finished(
        _ headers: HTTPHeaders = [:], _ method: HTTPMethod = .get,
        of response: Response = .text(text)
    ) throws -> Response {
        try Representations().finish(response, to: Request(method, "/", headers: headers))
    }

    private func bytes(_ response: Response) -> [UInt8] {
        if case .bytes(let bytes) = response.body { bytes } else { [] }
    }

    /// What gzip's bytes become; none if they are no gzip, or become more than the limit.
    private func inflated(_ bytes: [UInt8], limit: Int) -> [UInt8] {
        var bytes = bytes
        return [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            bytes.withUnsafeMutableBufferPointer { source in
                var stream = z_stream()
                // 16 added to the window's bits asks for gzip's header.
                inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(limit)
                count = inflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
                inflateEnd(&stream)
            }
        }
    }

    @Test func `has a tag that is its bytes' own`() throws {
        let tag = try #require(finished().headers["ETag"])
        #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.count > 20)
        #expect(try finished().headers["ETag"] == tag)
        #expect(try finished(of: .text("other")).headers["ETag"] != tag)
        #expect(Response.text(Self.text).tagged().headers["ETag"] == tag)
        // The published vectors of FNV-1a: of no bytes, and of "a".
        let empty = String(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d as UInt128, radix: 36)
        let one = String(0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964 as UInt128, radix: 36)
        #expect(try finished(of: .text("")).headers["ETag"] == "\"\(empty)\"")
        #expect(try finished(of: .text("a")).headers["ETag"] == "\"\(one)\"")
    }

    @Test(arguments: [HTTPMethod.get, .head])
    func `is left out where the client has it`(_ method: HTTPMethod) throws {
        let tag = try #require(finished().headers["ETag"])
        for named in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
            let response = try finished(["If-None-Match": named], method)
            #expect(response.status == .notModified, "\(named)")
            #expect(response.headers["ETag"] == tag)
            #expect(response.headers["Vary"] == "Accept-Encoding")
            #expect(response.headers["Content-Type"] == nil)
        }
        #expect(try finished(["If-None-Match": "\"x\""], method).status == .ok)
    }

    @Test func `has no tag where it may not be kept, or is no answer to reading, or is an error`() throws {
        var kept = Response.text(Self.text)
        kept.headers.append("Cache-Control", "no-store")
        #expect(try finished(of: kept).headers["ETag"] == nil)
        #expect(try finished(["If-None-Match": "*"], of: kept).status == .ok)
        #expect(try finished([:], .post).headers["ETag"] == nil)
        #expect(try finished(["If-None-Match": "*"], .post).status == .ok)
        #expect(try finished(["If-None-Match": "*"], of: .text("none", .notFound)).status == .notFound)
    }

    @Test(arguments: [
        ("gzip", true), ("GZIP", true), ("deflate, gzip;q=0.5", true), ("*", true), ("x-gzip", true),
        ("gzip; q=1.0", true), ("gzip, identity;q=0.5", true), ("identity;q=0, gzip;q=0.1", true),
        ("gzip;q=0", false), ("*;q=0", false), ("identity, gzip;q=0.5", false), ("gzip;q=0, *", false),
        ("br", false), ("", false), ("gzip;q=much", false),
    ])
    func `is compressed where the client prefers that`(_ accepted: String, _ isCompressed: Bool) throws {
        let response = try finished(["Accept-Encoding": accepted])
        #expect(response.headers["Content-Encoding"] == (isCompressed ? "gzip" : nil))
        #expect(response.headers["Vary"] == "Accept-Encoding")
        let original = Array(Self.text.utf8)
        #expect(
            isCompressed
                ? inflated(bytes(response), limit: original.count) == original
                : bytes(response) == original)
        #expect(
            try finished(["Accept-Encoding": accepted], .post).headers["Content-Encoding"]
                == response.headers["Content-Encoding"])
    }

    @Test func `has another tag when it is compressed`() throws {
        let plain = try #require(finished().headers["ETag"])
        let compressed = try #require(finished(["Accept-Encoding": "gzip"]).headers["ETag"])
        #expect(plain != compressed)
        #expect(
            try finished(["Accept-Encoding": "gzip", "If-None-Match": compressed]).status == .notModified)
        #expect(try finished(["Accept-Encoding": "gzip", "If-None-Match": plain]).status == .ok)
        #expect(try finished(["If-None-Match": compressed]).status == .ok)
    }

    @Test func `is not compressed if it is small, no text, or compressed already`() throws {
        let wish: HTTPHeaders = ["Accept-Encoding": "gzip"]
        let small = try finished(wish, of: .text("small"))
        #expect(small.headers["Content-Encoding"] == nil)
        #expect(small.headers["Vary"] == nil)
        #expect(
            try finished(wish, of: .text(Self.text, type: "image/png")).headers["Content-Encoding"] == nil)
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let random = try finished(
            wish, of: Response(headers: ["Content-Type": "text/plain"], body: .bytes(noise)))
        #expect(random.headers["Content-Encoding"] == nil)
        #expect(bytes(random) == noise)
        var coded = Response.text(Self.text)
        coded.headers.append("Content-Encoding", "br")
        #expect(try finished(wish, of: coded).headers.values(for: "Content-Encoding") == ["br"])
    }

    @Test func `depends on each of the fields that chose it`() throws {
        var response = Response.text(Self.text)
        response.headers.append("Vary", "Accept")
        #expect(try finished(of: response).headers.values(for: "Vary") == ["Accept, Accept-Encoding"])
    }

    @Test(arguments: [
        ("bytes=0-0", 0..<1), ("bytes=10-19", 10..<20), ("bytes=3990-", 3990..<4000),
        ("bytes=-5", 3995..<4000),
        ("bytes=-9999", 0..<4000), ("bytes=3999-99999999999999999999", 3999..<4000), ("Bytes=1-2", 1..<3),
    ])
    func `is a part where a part is asked for`(_ range: String, _ part: Range<Int>) throws {
        let response = try finished(["Range": range, "Accept-Encoding": "gzip"])
        #expect(response.status == .partialContent)
        #expect(bytes(response) == Array(Array(Self.text.utf8)[part]))
        #expect(response.headers["Content-Range"] == "bytes \(part.lowerBound)-\(part.upperBound - 1)/4000")
        #expect(response.headers["Content-Encoding"] == nil)
        #expect(try response.headers["ETag"] == finished().headers["ETag"])
    }

    @Test(arguments: [
        "bytes=0-1,5-6", "lines=1-2", "bytes=5-4", "bytes=", "bytes=-", "bytes=a-b", "bytes", "",
        "bytes=1--2",
    ])
    func `is whole where the range cannot be heeded`(_ range: String) throws {
        let response = try finished(["Range": range])
        #expect(response.status == .ok)
        #expect(bytes(response).count == 4000)
        #expect(response.headers["Accept-Ranges"] == "bytes")
    }

    @Test(arguments: ["bytes=4000-", "bytes=4000-5000", "bytes=-0", "bytes=99999999999999999999-"])
    func `is refused where the range is beyond its end`(_ range: String) throws {
        #expect { try finished(["Range": range]) } throws: { error in
            guard case .rangeNotSatisfiable(4000)? = error as? HTTPFailure else { return false }
            return (error as? HTTPFailure)?.headers["Content-Range"] == "bytes */4000"
        }
    }

    @Test func `is a part only of what the client has the rest of`() throws {
        let tag = try #require(finished().headers["ETag"])
        #expect(try finished(["Range": "bytes=0-9", "If-Range": tag]).status == .partialContent)
        for other in ["\"x\"", "W/\(tag)", "Sat, 21 Nov 2026 07:00:00 GMT"] {
            #expect(try finished(["Range": "bytes=0-9", "If-Range": other]).status == .ok, "\(other)")
        }
        #expect(try finished(["Range": "bytes=0-9"], .head).status == .ok)
        #expect(try finished(["Range": "bytes=0-9", "If-None-Match": tag]).status == .notModified)
    }

    @Test func `is framed so that the connection can be used on`() throws {
        var router = Router()
        router.get("/text") { _, _ in Response.text(Self.text) }
        var configuration = Configuration()
        configuration.filters = [Representations()]
        try withServer(router, configuration: configuration) { port in
            let client = try Client(port)
            let whole = try client.ask("GET", "/text")
            let tag = try #require(whole["ETag"])
            let compressed = try client.ask("GET", "/text", headers: [("Accept-Encoding", "gzip")])
            #expect(inflated(compressed.body, limit: 4000) == whole.body)
            let same = try client.ask("GET", "/text", headers: [("If-None-Match", tag)])
            #expect(same.status == 304)
            #expect(same["Content-Length"] == whole["Content-Length"])
            #expect(try client.ask("GET", "/text", headers: [("Range", "bytes=4-8")]).text == "quick")
            #expect(try client.ask("GET", "/text", headers: [("Range", "bytes=4000-")]).status == 416)
            let head = try client.ask("HEAD", "/text", headers: [("Accept-Encoding", "gzip")])
            #expect(head["Content-Length"] == compressed["Content-Length"])
            #expect(try client.ask("GET", "/text").body == whole.body)
        }
    }
}
