import FoundationEssentials
import JSON
import TestClient
import Testing

/// Runs of other processes, shown and analysed by `lockstep show`.
@Suite struct `a run of another process` {
    /// A file that is there for one test.
    private final class File {
        let path = FileManager.default.temporaryDirectory.appending(path: "show-\(UUID().uuidString)").path

        init(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private func lockstep(_ arguments: String...) throws -> (status: Int32, output: String, errors: String) {
        let process = try LockstepProcess(arguments)
        let (output, errors) = process.outputAndErrors()
        return (try process.wait(), output, errors)
    }

    @Test(arguments: ["deadlock", "condition", "pool-deadlock"])
    func `is told with its findings and its analysis`(_ scenario: String) throws {
        let made = try lockstep("run", scenario, "--json", "--seed", "3")
        let run = try JSONParser.parse(Array(made.output.utf8))
        let file = try File(made.output)
        let shown = try lockstep("show", file.path)
        #expect(shown.status == 0 && shown.errors.isEmpty)
        #expect(shown.output.contains("  MainThread ") && shown.output.contains("  starts\n"))
        for finding in run["findings"]?.elements ?? [] {
            let message = try #require(finding["message"]?.string)
            #expect(shown.output.contains(message))
        }
        #expect(shown.output.contains("What determined how long the run took:"))

        let json = try JSONParser.parse(Array(lockstep("show", "--json", file.path).output.utf8))
        #expect(json["findings"] == run["findings"])
        let threads = run["trace"]?["threads"]?.elements.count
        #expect(json["analysis"]?["threads"]?.elements.count == threads)
        #expect(json["analysis"]?["enabledBy"]?.elements.isEmpty == false)
    }

    @Test func `is the same from the stream of its events`() throws {
        let server = try RunningServer()
        let run = try server.run("deadlock", #"{"variant":"self"}"#)
        let stream = try server.ask("GET", "/runs/\(run.id)/events")
        let file = try File(String(decoding: stream.body, as: UTF8.self))
        let json = try JSONParser.parse(Array(lockstep("show", "--json", file.path).output.utf8))
        let wanted = try JSONParser.parse(server.ask("GET", "/runs/\(run.id)/analysis").body)
        #expect(json["analysis"] == wanted)
        #expect(json["findings"]?.elements.map { $0["kind"]?.string } == run.findings.map(\.kind))
    }

    @Test func `has no say over the terminal on which it is shown`() throws {
        let file = try File(
            #"""
            {"threads":[{"id":0,"name":"a\u001b[2J","parent":null,"daemon":false,"pid":1,"tid":null}],"objects":[],
            "events":[{"seq":0,"atNs":0,"thread":0,"action":"start","object":null,"phase":"done","source":null,
            "state":null,"value":null}],"truncated":0}
            """#)
        let shown = try lockstep("show", file.path)
        #expect(shown.status == 0)
        #expect(shown.output.contains(#"  a\u001b[2J  starts"#), "\(shown.output.debugDescription)")
        #expect(!shown.output.utf8.contains(0x1b))
    }

    @Test func `is refused by what is wrong in it`() throws {
        let file = try File(
            "event: event\ndata: {\"seq\":0,\"action\":\"juggle\",\"object\":null,\"source\":null}\n\n")
        let shown = try lockstep("show", file.path)
        #expect(shown.status == 64 && shown.output.isEmpty)
        #expect(shown.errors.contains("Line 2: The member \"atNs\" is missing."), "\(shown.errors)")
        let strange = try File(
            """
            {"threads":[{"id":0,"name":"main","parent":null,"daemon":false,"pid":1,"tid":null}],
            "objects":[{"id":0,"kind":"lock","name":"A"}],
            "events":[{"seq":0,"atNs":0,"thread":0,"action":"acquire","object":0,"phase":"done","source":null,
            "state":{"owner":7,"count":1},"value":null}],"truncated":0}
            """)
        let stranger = try lockstep("show", strange.path)
        #expect(stranger.status == 64 && stranger.output.isEmpty)
        #expect(
            stranger.errors.contains(
                #"The member "events[0].state.owner" cannot be 7: no thread with this id was told of."#),
            "\(stranger.errors)")
        #expect(try lockstep("show", "/nowhere").errors.contains("/nowhere cannot be read: No such file"))
    }
}
