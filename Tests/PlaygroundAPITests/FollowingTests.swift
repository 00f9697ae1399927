import HTTPServer
import JSON
import Playground
import TestClient
import Testing

/// One message of a stream of Server-Sent Events.
private struct Message {
    var id: Int?
    var event = ""
    var data = JSONValue.null

    /// The messages of a whole stream; comments are left out.
    static func all(in text: String) throws -> [Message] {
        try text.split(separator: "\n\n").filter { !$0.hasPrefix(":") }.map { block in
            var message = Message()
            for line in block.split(separator: "\n") {
                let halves = line.split(separator: ": ", maxSplits: 1)
                switch halves[0] {
                case "id": message.id = Int(halves[1])
                case "event": message.event = String(halves[1])
                case "data": message.data = try JSONParser.parse(Array(halves[1].utf8))
                default: Issue.record("what is \(line)?")
                }
            }
            return message
        }
    }
}

@Suite struct `following a run` {
    private let slow = Array(#"{"parameters":{"threads":2,"holdMs":100}}"#.utf8)
    private let endless = Array(#"{"timeoutMs":60000,"parameters":{"threads":2,"holdMs":10000}}"#.utf8)

    @Test func `a run that nobody waits for is answered at once, with where it is`() throws {
        try withService { ask in
            let accepted = try ask(.post, "/scenarios/semaphore", [("Prefer", "respond-async")], slow)
            #expect(accepted.status == 202)
            #expect(accepted["Preference-Applied"] == "respond-async")
            let run = try accepted.json
            let id = try #require(run["id"]?.string)
            #expect(accepted["Location"] == "/runs/\(id)")
            #expect(["queued", "running"].contains(run["status"]))
            #expect(try Contract.openapi.faults(of: run, as: "Run").isEmpty)
            #expect(try ask(.get, "/runs/\(id)/events", [], []).status == 200, "it ends when the run does")
            let ended = try ask(.get, "/runs/\(id)", [], []).run
            #expect(ended.status == "completed")
        }
    }

    @Test(arguments: [false, true])
    func `its stream has every event once, and everything that events speak of before`(_ isLive: Bool) throws
    {
        try withService { ask in
            let headers = isLive ? [("Prefer", "respond-async")] : []
            let id = try #require(try ask(.post, "/scenarios/semaphore", headers, slow).json["id"]?.string)
            let stream = try ask(.get, "/runs/\(id)/events", [], [])
            #expect(stream.type == "text/event-stream")
            let messages = try Message.all(in: stream.text)
            let run = try ask(.get, "/runs/\(id)", [], []).json

            var known: [String: Set<JSONValue>] = ["thread": [], "object": []]
            for message in messages {
                switch message.event {
                case "thread", "object":
                    known[message.event]?.insert(message.data["id"] ?? .null)
                    #expect(message.id == nil)
                case "event":
                    #expect(message.id == message.data["seq"]?.integer)
                    #expect(known["thread"]?.contains(message.data["thread"] ?? .null) == true)
                    let object = message.data["object"] ?? .null
                    #expect(object == .null || known["object"]?.contains(object) == true)
                default: #expect(message.event == "run")
                }
            }
            let events = messages.filter { $0.event == "event" }.map(\.data)
            #expect(JSONValue.array(events) == run["trace"]?["events"])
            #expect(messages.last?.event == "run")
            #expect(messages.last?.data["status"] == "completed")
            #expect(messages.last.flatMap { $0.data["trace"] } == nil)
        }
    }

    @Test func `a client that comes back goes on where it was`() throws {
        try withService { ask in
            let id = try ask(.post, "/scenarios/lock", [], []).run.id
            func seqs(after last: Int?) throws -> [Int] {
                let headers = last.map { [("Last-Event-ID", "\($0)")] } ?? []
                return try Message.all(in: ask(.get, "/runs/\(id)/events", headers, []).text).compactMap(\.id)
            }
            let all = try seqs(after: nil)
            #expect(all == Array(0..<all.count))
            #expect(try seqs(after: 5) == Array(6..<all.count))
            #expect(try seqs(after: -1) == all)
            #expect(try seqs(after: all.count - 1) == [])
            #expect(try seqs(after: 1_000_000) == [])
        }
    }

    @Test func `cancelling ends it, and answers with what became of it`() throws {
        try withService { ask in
            let accepted = try ask(.post, "/scenarios/semaphore", [("Prefer", "respond-async")], endless)
            let id = try #require(try accepted.json["id"]?.string)
            let cancelled = try ask(.post, "/runs/\(id)/cancel", [], []).run
            #expect(cancelled.status == "cancelled")
            #expect(cancelled.expected == nil)
            let again = try ask(.post, "/runs/\(id)/cancel", [], [])
            #expect(again.status == 409)
            #expect(try again.json["type"] == "urn:lockstep:problem:run-has-ended")
            #expect(try again.json["detail"]?.string?.hasSuffix("it is cancelled.") == true)
        }
    }

    @Test func `cancelling answers whoever waits for the run, too`() throws {
        try withService { ask in
            let answers = try atOnce(2) { number -> Answer in
                if number == 0 { return try ask(.post, "/scenarios/semaphore", [], endless) }
                while true {
                    let running = try ask(.get, "/runs?status=running", [], []).json["runs"]?.elements.first
                    guard let id = running?["id"]?.string else { continue }
                    return try ask(.post, "/runs/\(id)/cancel", [], [])
                }
            }
            #expect(try answers.map { try $0.run.status } == ["cancelled", "cancelled"])
        }
    }
}
