import HTTPServer
import JSON
import Metrics
import Playground
import Threading
import Tracing

/// Runs as Server-Sent Events (WHATWG HTML, section 9.2): every trace event of a run, while it goes on and afterwards.
///
/// An event's id is its `seq`, so that a client that comes back with `Last-Event-ID` goes on where it was. Threads and
/// objects are announced before the first event that speaks of them, without an id. At the end comes the run.
final class EventStreams: Sendable {
    private let limit: Int
    private let open: Gauge

    /// How long a run that does nothing is left alone before it is looked at again.
    private static let interval = Duration.milliseconds(50)
    /// After so many looks without anything to tell, a comment shows that the connection is alive, and finds out
    /// whether the client is.
    private static let quietLooks = 200
    /// How long a client may leave a full buffer standing before it is given up.
    static let patience = Duration.seconds(10)

    /// Streams for at most so many clients at once: each has a thread of its own.
    init(limit: Int, open: Gauge) {
        self.limit = limit
        self.open = open
    }

    /// Sends a feed to a client, from a thread of its own.
    func response(with feed: RunFeed) throws -> Response {
        try response { stream in try Self.send(feed, to: stream) }
    }

    /// Has a stream written by a thread of its own.
    func response(_ write: @escaping @Sendable (ResponseStream) throws -> Void) throws -> Response {
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

    private static func send(_ feed: RunFeed, to stream: ResponseStream) throws {
        var feed = feed
        var looks = 0
        while true {
            // The end is looked for first: what is read after it is all there is.
            let run = try feed.end(within: looks == 0 ? .zero : interval)
            let text = message(try feed.read())
            looks += 1
            if !text.isEmpty {
                try stream.write(text, timeout: patience)
                looks = 1
            } else if looks % quietLooks == 0 {
                try stream.write(Array(": still there\n\n".utf8), timeout: patience)
            }
            if let run {
                var writer = JSONWriter()
                writer.object { run.writeSummary(to: &$0) }
                try stream.write(field("run", writer), timeout: patience)
                stream.finish()
                return
            }
        }
    }

    private static func message(_ part: RunFeed.Part) -> [UInt8] {
        var bytes: [UInt8] = []
        for thread in part.threads {
            var writer = JSONWriter()
            thread.write(to: &writer)
            bytes += field("thread", writer)
        }
        for object in part.objects {
            var writer = JSONWriter()
            object.write(to: &writer)
            bytes += field("object", writer)
        }
        for event in part.events {
            var writer = JSONWriter()
            event.write(to: &writer)
            bytes += field("event", writer, id: event.seq)
        }
        return bytes
    }

    /// One message. JSON as we write it has no line breaks.
    static func field(_ name: String, _ data: JSONWriter, id: Int? = nil) -> [UInt8] {
        let head = id.map { "id: \($0)\n" } ?? ""
        return Array("\(head)event: \(name)\ndata: ".utf8) + data.bytes + Array("\n\n".utf8)
    }
}
