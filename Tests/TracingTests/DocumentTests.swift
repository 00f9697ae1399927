import Events
import JSON
import Testing
import TraceSamples
import Tracing

/// A trace that enters this process as bytes: put together as it was written, or refused by what is wrong in it.
@Suite struct `a trace from elsewhere` {
    @Test(arguments: try GoldenFile.all())
    func `is the same from a run, from a trace, and from a stream of events`(_ golden: GoldenFile) throws {
        let wanted = written(golden.trace)
        let run = try TraceDocument(golden.json.serialized)
        #expect(written(run.trace) == wanted && run.run == golden.json)
        let trace = try TraceDocument(wanted)
        #expect(written(trace.trace) == wanted && trace.run == nil)
        let stream = try TraceDocument(self.stream(of: golden.trace))
        #expect(written(stream.trace) == wanted)
    }

    @Test func `begins where its stream begins, and may be cut off anywhere`() throws {
        var trace = try #require(try GoldenFile.all().first { $0.name == "kinds" }).trace
        trace.events.removeFirst(7)
        trace.truncated = 7
        let whole = stream(of: trace)
        #expect(try written(TraceDocument(whole).trace) == written(trace))
        let first = try #require(String(decoding: whole, as: UTF8.self).firstRange(of: "\n\n"))
        let least = whole.count - String(decoding: whole, as: UTF8.self)[first.upperBound...].utf8.count
        for length in stride(from: least, to: whole.count, by: 97) {
            let part = try TraceDocument(Array(whole[..<length])).trace
            #expect(part.events.map(\.seq) == Array(trace.events.map(\.seq).prefix(part.events.count)))
        }
    }

    @Test func `is read with other line ends, comments, ids and data in several lines`() throws {
        let text = """
            : still there

            id: 3\r
            event: thread\r
            data: {"id":0,"name":"main","parent":null,\r
            data:"daemon":false,"pid":1,"tid":null}\r
            \r
            event: run
            data: {"watchdog":null}


            """
        let document = try TraceDocument(Array(text.utf8))
        #expect(document.trace.threads.map(\.name) == ["main"] && document.run == ["watchdog": nil])
    }

    private static let thread = #"{"id":0,"name":"main","parent":null,"daemon":false,"pid":1,"tid":null}"#

    private static func event(_ changes: String...) -> String {
        var members = [
            "seq": "5", "atNs": "10", "thread": "0", "action": "\"acquire\"", "object": "0",
            "phase": "\"done\"",
            "source": "null", "state": "null", "value": "null",
        ]
        for change in changes {
            let parts = change.split(separator: "=", maxSplits: 1)
            members[String(parts[0])] = parts.count == 2 ? String(parts[1]) : nil
        }
        return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    @Test(arguments: [
        (
            event("seq=6", "thread=7"),
            #"The member "thread" cannot be 7: no thread with this id was told of."#
        ),
        (event("object=1"), #"The member "object" cannot be 1: no object with this id was told of."#),
        (event("action=\"juggle\""), #"The member "action" cannot be "juggle"."#),
        (event("phase=\"begun\""), #"The member "phase" cannot be "begun"."#),
        (event("seq"), #"The member "seq" is missing."#),
        (event("seq=4"), #"The member "seq" cannot be 4: 6 comes next."#),
        (event("seq=7"), #"The member "seq" cannot be 7: 6 comes next."#),
        (
            event("seq=6", "atNs=9"),
            #"The member "atNs" cannot be 9: it is from 10, when the event before was,"#
        ),
        (event("state={\"permits\":1}"), #"The member "state.owner" is missing."#),
        (
            event("state={\"owner\":0,\"count\":2}"),
            #"The member "state.count" cannot be 2: a lock that is no rlock is held once, or not at all."#
        ),
        (
            event("seq=6", "state={\"owner\":7,\"count\":1}"),
            #"The member "state.owner" cannot be 7: no thread with this id was told of."#
        ),
        (event("object=null", "state={}"), #"cannot be {}: there is no object whose state it could be."#),
        (event("value={}"), #"The member "value" cannot be {}."#),
        (event("source=\"nowhere\""), #"The member "source" cannot be "nowhere"."#),
        ("{", "Line 1, column 2: "), ("7", "It cannot be 7."),
    ])
    func `refuses an event that does not fit, by its line and its member`(_ event: String, _ why: String)
        throws
    {
        let stream = """
            event: thread
            data: \(Self.thread)

            event: object
            data: {"id":0,"kind":"lock","name":"A"}

            event: event
            data: \(Self.event())

            event: event
            data: \(event)


            """
        let failure = try #require(throws: TraceDocument.Failure.self) {
            try TraceDocument(Array(stream.utf8))
        }
        #expect(failure.line == 11 && failure.what.contains(why), "\(failure)")
    }

    @Test(arguments: [
        ("thread", thread, #"The member "id" cannot be 0: there is a thread with this id already."#),
        (
            "object", #"{"id":1,"kind":"lock","name":"A"}"#,
            "objects are numbered in their order, and 0 comes next."
        ),
        ("object", #"{"id":0,"kind":"mutex","name":"A"}"#, #"The member "kind" cannot be "mutex"."#),
        ("gossip", "{}", #"A message is a thread, an object, an event or the run, not "gossip"."#),
        ("", "{}", #"A message is a thread, an object, an event or the run, not ""."#),
    ])
    func `refuses a message that does not fit`(_ name: String, _ data: String, _ why: String) throws {
        let stream = "event: thread\ndata: \(Self.thread)\n\nevent: \(name)\ndata: \(data)\n\n"
        let failure = try #require(throws: TraceDocument.Failure.self) {
            try TraceDocument(Array(stream.utf8))
        }
        #expect(failure.line == 5 && failure.what.contains(why), "\(failure)")
    }

    @Test(arguments: [
        ("", "There is nothing in it."), ("hello", "Line 1: This is neither JSON nor a stream of events."),
        ("{}", #"The member "events" is missing."#), ("[]", "A run or a trace is an object, not an array."),
        ("3", "A run or a trace is an object, not an integer."),
        ("null", "A run or a trace is an object, not null."),
        ("event: thread\ndata: {", "Line 1: The stream ends within its first message."),
        ("{", "Line 1, column 2"),
        (#"{"trace":{"truncated":-1}}"#, #"The member "trace.truncated" cannot be -1."#),
        (
            #"{"events":[],"threads":[7],"objects":[],"truncated":0}"#,
            #"The member "threads[0]" cannot be 7."#
        ),
        (
            #"{"trace":{"events":[],"threads":[],"objects":[{"id":0,"kind":"mutex","name":""}],"truncated":0}}"#,
            #"The member "trace.objects[0].kind" cannot be "mutex"."#
        ),
        (
            #"{"events":["# + event("seq=0")
                + #"],"threads":[],"objects":[{"id":0,"kind":"lock","name":""}],"#
                + #""truncated":0}"#, #"The member "events[0].thread" cannot be 0"#
        ),
    ])
    func `refuses a document that is none`(_ text: String, _ why: String) throws {
        let failure = try #require(throws: TraceDocument.Failure.self) { try TraceDocument(Array(text.utf8)) }
        #expect(failure.description.hasPrefix(why), "\(failure)")
    }

    @Test(arguments: [
        ("rlock", "acquire", #"{"owner":7,"count":1}"#, "null", "state.owner"),
        ("condition", "wait", #"{"waiting":[0,7],"notified":[]}"#, "null", "state.waiting[1]"),
        ("condition", "notify", #"{"waiting":[],"notified":[7]}"#, "[0]", "state.notified[0]"),
        ("condition", "notify", #"{"waiting":[],"notified":[0]}"#, "[0,7]", "value[1]"),
        ("future", "begin", #"{"stage":"running","runner":7}"#, "null", "state.runner"),
        ("thread", "join", #"{"stage":"running","thread":7}"#, "null", "state.thread"),
        ("thread", "join", #"{"stage":"ended","thread":7}"#, "null", "state.thread"),
        ("thread", "inspect", #"{"stage":"running","thread":0}"#, "[0,7]", "value[1]"),
        ("thread", "start", "null", "7", "value"),
    ])
    func `refuses an event that names a thread which is none`(
        _ kind: String, _ action: String, _ state: String, _ value: String, _ member: String
    ) throws {
        func document(_ thread: Int) -> [UInt8] {
            let event = Self.event(
                "seq=0", "action=\"\(action)\"",
                "state=\(state.replacing("7", with: "\(thread)"))",
                "value=\(value.replacing("7", with: "\(thread)"))",
                state == "null" ? "object=null" : "object=0")
            return Array(
                """
                {"threads":[\(Self.thread)],"objects":[{"id":0,"kind":"\(kind)","name":"A"}],
                "events":[\(event)],"truncated":0}
                """.utf8)
        }
        let failure = try #require(throws: TraceDocument.Failure.self) { try TraceDocument(document(7)) }
        #expect(
            failure.description
                == "The member \"events[0].\(member)\" cannot be 7: no thread with this id was told of.")
        #expect(throws: Never.self) { try TraceDocument(document(0)) }
    }

    @Test func `takes a look at a thread that has yet to start, which is no thread of the trace`() throws {
        let event = Self.event(
            "seq=0", "action=\"inspect\"", #"state={"stage":"new","thread":7}"#, "value=false")
        let text = """
            {"threads":[\(Self.thread)],"objects":[{"id":0,"kind":"thread","name":"A"}],
            "events":[\(event)],"truncated":0}
            """
        #expect(try TraceDocument(Array(text.utf8)).trace.events.count == 1)
    }

    @Test func `refuses a parent and an interrupted thread which are none`() throws {
        let orphan = #"{"id":1,"name":"b","parent":7,"daemon":false,"pid":1,"tid":null}"#
        let parts = #""objects":[],"events":[],"truncated":0"#
        for (text, why) in [
            (
                "{\"threads\":[\(Self.thread),\(orphan)],\(parts)}",
                #"The member "threads[1].parent" cannot be 7: no thread with this id was told of."#
            ),
            (
                "{\"trace\":{\"threads\":[\(Self.thread)],\(parts)},\"watchdog\":{\"interrupted\":[0,7]}}",
                #"The member "watchdog.interrupted[1]" cannot be 7: no thread with this id was told of."#
            ),
            (
                "event: thread\ndata: \(Self.thread)\n\nevent: run\n"
                    + "data: {\"watchdog\":{\"interrupted\":[7]}}\n\n",
                #"Line 5: The member "watchdog.interrupted[0]" cannot be 7: no thread with this id was told of."#
            ),
        ] {
            let failure = try #require(throws: TraceDocument.Failure.self) {
                try TraceDocument(Array(text.utf8))
            }
            #expect(failure.description == why)
        }
    }

    @Test(arguments: ["\n", "\r\n", "\r"], ["", "\u{feff}"])
    func `is read whatever ends its lines, and with a mark of its byte order`(_ end: String, _ mark: String)
        throws
    {
        for golden in try GoldenFile.all() {
            let text = String(decoding: stream(of: golden.trace), as: UTF8.self)
            let changed =
                mark + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: end)
            #expect(try written(TraceDocument(Array(changed.utf8)).trace) == written(golden.trace))
            let json = Array(mark.utf8) + written(golden.trace)
            #expect(try written(TraceDocument(json).trace) == written(golden.trace))
        }
    }

    @Test func `never crashes, whatever it reads, and whatever that says of itself`() throws {
        var generator = SystemRandomNumberGenerator()
        let golden = try GoldenFile.all().map { stream(of: $0.trace) }
        for bytes in golden {
            for _ in 0..<40 {
                var bytes = bytes
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                        in: 32...126, using: &generator)
                }
                _ = try? TraceDocument(bytes)
            }
        }
    }

    private func written(_ trace: Trace) -> [UInt8] {
        var writer = JSONWriter()
        trace.write(to: &writer)
        return writer.bytes
    }

    /// A trace as a service streams it.
    private func stream(of trace: Trace) -> [UInt8] {
        func message(_ name: String, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
            var writer = JSONWriter()
            write(&writer)
            return Array("event: \(name)\ndata: ".utf8) + writer.bytes + Array("\n\n".utf8)
        }
        return trace.threads.flatMap { thread in message("thread") { thread.write(to: &$0) } }
            + trace.objects.flatMap { object in message("object") { object.write(to: &$0) } }
            + trace.events.flatMap { event in message("event") { event.write(to: &$0) } }
    }
}
