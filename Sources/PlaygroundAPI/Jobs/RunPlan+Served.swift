import HTTPServer
import JSON
import Playground
import Programs
import Tracing

extension RunPlan: ServedPayload {
    static func request(for scenario: String, body: JSONValue) throws(Problem) -> RunRequest {
        var request = RunRequest(scenario: scenario)
        var reader = try FieldReader(body)
        request.engine = reader.text("engine")
        request.seed = reader.integer("seed")
        request.schedule = reader.text("schedule")
        request.pauses = reader.flag("pause") ?? false
        request.chaos = reader.flag("chaos") ?? false
        request.timeoutMs = reader.integer("timeoutMs")
        request.parameters = reader.value("parameters")
        try reader.finish()
        return request
    }

    static var means: [String] { EngineName.allCases.map(\.rawValue) }

    /// A run claims nothing.
    static var verdicts: [String] { [] }

    /// Tells every event of a run.
    ///
    /// An event's id is its `seq`, so that a client that comes back with `Last-Event-ID` goes on where it was. Threads
    /// and objects are announced before the first event that speaks of them, without an id. At the end comes the run.
    static func follow(
        _ id: JobID, in service: JobService<RunPlan>, for request: HTTPServer.Request
    ) throws -> EventStreams.Writer? {
        let last = request.headers["Last-Event-ID"]
        guard let seq = last.map({ Int($0) }) ?? -1, (-1 ..< .max).contains(seq) else {
            throw Problem.malformed(
                "Last-Event-ID must be the id of an event of this run, not \"\(last ?? "")\".")
        }
        guard let feed = try service.feed(of: id, from: seq + 1) else { return nil }
        return { stream in try send(feed, to: stream) }
    }

    /// How long a run that does nothing is left alone before it is looked at again.
    private static var interval: Duration { .milliseconds(50) }
    /// After so many looks without anything to tell, a comment shows that the connection is alive, and finds out
    /// whether the client is.
    private static var quietLooks: Int { 200 }

    private static func send(_ feed: RunFeed, to stream: ResponseStream) throws {
        var feed = feed
        var looks = 0
        while true {
            // The end is looked for first: what is read after it is all there is.
            let run = try feed.end(within: looks == 0 ? .zero : interval)
            let text = messages(of: try feed.read())
            looks += 1
            if !text.isEmpty {
                try stream.write(text, timeout: EventStreams.patience)
                looks = 1
            } else if looks % quietLooks == 0 {
                try stream.write(Array(": still there\n\n".utf8), timeout: EventStreams.patience)
            }
            if let run {
                let message = EventStreams.message("run") { writer in
                    writer.object { run.writeSummary(to: &$0) }
                }
                try stream.write(message, timeout: EventStreams.patience)
                return stream.finish()
            }
        }
    }

    private static func messages(of part: RunFeed.Part) -> [UInt8] {
        var bytes: [UInt8] = []
        for thread in part.threads { bytes += EventStreams.message("thread") { thread.write(to: &$0) } }
        for object in part.objects { bytes += EventStreams.message("object") { object.write(to: &$0) } }
        for event in part.events {
            bytes += EventStreams.message("event", id: event.seq) { event.write(to: &$0) }
        }
        return bytes
    }
}
