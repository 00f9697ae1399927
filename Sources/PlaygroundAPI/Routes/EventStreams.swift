import HTTPServer
import JSON
import Metrics
import Playground
import Threading

/// Server-Sent Events (WHATWG HTML, section 9.2) for a limited number of clients, each written by a thread of its own.
final class EventStreams: Sendable {
    private let limit: Int
    private let open: Gauge

    /// Writes what there is to tell, as it comes, and finishes the stream.
    typealias Writer = @Sendable (ResponseStream) throws -> Void

    /// How long a client may leave a full buffer standing before it is given up.
    static let patience = Duration.seconds(10)

    /// Streams for at most so many clients at once: each has a thread of its own.
    init(limit: Int, open: Gauge) {
        self.limit = limit
        self.open = open
    }

    /// Has a stream written by a thread of its own.
    func response(_ write: @escaping Writer) throws -> Response {
        guard open.add(1) <= limit else {
            open.add(-1)
            throw Problem(
                kind: .busy, status: .serviceUnavailable,
                detail: "\(limit) clients are following events already. Try again in 5 seconds.",
                limit: ReachedLimit(.followers, limit), headers: ["Retry-After": "5"])
        }
        let stream = ResponseStream()
        let thread = Thread(name: "events") { [self] in
            defer { open.add(-1) }
            // A client that has gone, or does not read, costs no more than its buffer.
            try? write(stream)
        }
        do { try thread.start() } catch {
            open.add(-1)
            throw error
        }
        return Self.response(stream)
    }

    /// A response whose stream is over, for HEAD.
    static var head: Response {
        let stream = ResponseStream()
        stream.finish()
        return response(stream)
    }

    private static func response(_ stream: ResponseStream) -> Response {
        Response(
            headers: ["Content-Type": "text/event-stream", "Cache-Control": "no-store"], body: .stream(stream)
        )
    }

    /// One message with JSON that `write` writes.
    static func message(
        _ name: String, id: Int? = nil, _ write: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter()
        write(&writer)
        return message(name, id: id, json: writer.bytes)
    }

    /// One message. JSON as we write it has no line breaks.
    static func message(_ name: String, id: Int? = nil, json: [UInt8]) -> [UInt8] {
        let head = id.map { "id: \($0)\n" } ?? ""
        return Array("\(head)event: \(name)\ndata: ".utf8) + json + Array("\n\n".utf8)
    }
}
