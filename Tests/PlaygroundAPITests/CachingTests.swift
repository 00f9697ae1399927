import HTTPServer
import JSON
import Playground
import TestClient
import Testing

@Suite struct `what clients may keep` {
    @Test(arguments: ["/", "/js/main.js", "/openapi.yaml", "/scenarios", "/scenarios/race", "/limits"])
    func `is not sent again`(_ path: String) throws {
        try withService { ask in
            let answer = try ask(.get, path, [], [])
            let tag = try #require(answer["ETag"])
            #expect(answer["Cache-Control"] == "no-cache")
            let again = try ask(.get, path, [("If-None-Match", tag)], [])
            #expect(again.status == 304)
            #expect(again["ETag"] == tag)
            #expect(again["Vary"] == answer["Vary"])
            #expect(again["Cache-Control"] == "no-cache")
            #expect(again["Content-Length"] == answer["Content-Length"])
        }
    }

    @Test func `is a run that is over, and each form of its trace, under a tag of its own`() throws {
        try withService { ask in
            let run = try ask(.post, "/scenarios/lock", [], []).run
            var tags: Set<String> = []
            for (target, accepted) in [
                ("/runs/\(run.id)", "application/json"), ("/runs/\(run.id)", "text/plain"),
                ("/runs/\(run.id)/trace?format=json", "*/*"), ("/runs/\(run.id)/trace?format=text", "*/*"),
                ("/runs/\(run.id)/trace?format=chrome", "*/*"),
                ("/runs/\(run.id)/analysis", "application/json"),
            ] {
                let answer = try ask(.get, target, [("Accept", accepted)], [])
                let tag = try #require(answer["ETag"], "\(target)")
                tags.insert(tag)
                let again = try ask(.get, target, [("Accept", accepted), ("If-None-Match", tag)], [])
                #expect(again.status == 304, "\(target)")
            }
            #expect(tags.count == 6)
        }
    }

    @Test func `is no run that goes on`() throws {
        try withService { ask in
            let started = try ask(
                .post, "/scenarios/timer", [("Prefer", "respond-async")],
                Array(#"{"parameters":{"intervalMs":60000},"timeoutMs":60000}"#.utf8))
            #expect(started.status == 202, "\(started.text)")
            let id = try #require(started.json["id"]?.string)
            for (target, accepted) in [
                ("/runs/\(id)", "application/json"), ("/runs/\(id)", "text/plain"),
                ("/runs/\(id)/trace", "application/json"), ("/runs/\(id)/analysis", "application/json"),
            ] {
                let answer = try ask(.get, target, [("Accept", accepted)], [])
                #expect(answer["Cache-Control"] == "no-store", "\(target)")
                #expect(answer["ETag"] == nil, "\(target)")
            }
            _ = try ask(.post, "/runs/\(id)/cancel", [], [])
            #expect(try ask(.get, "/runs/\(id)", [], [])["ETag"] != nil)
        }
    }

    @Test(arguments: ["/healthz", "/readyz", "/metrics"])
    func `is not what is true now only`(_ path: String) throws {
        try withService { ask in
            let answer = try ask(.get, path, [], [])
            #expect(answer["Cache-Control"] == "no-store")
            #expect(answer["ETag"] == nil)
        }
    }

    @Test func `can be had in parts, and a part beyond the end is a problem`() throws {
        let contract = try Contract.openapi
        try withService { ask in
            let whole = try ask(.get, "/openapi.yaml", [], [])
            #expect(whole["Accept-Ranges"] == "bytes")
            let part = try ask(.get, "/openapi.yaml", [("Range", "bytes=0-6")], [])
            #expect(part.status == 206)
            #expect(part.text == "openapi")
            let beyond = try ask(.get, "/openapi.yaml", [("Range", "bytes=\(whole.body.count)-")], [])
            #expect(beyond.status == 416)
            #expect(beyond["Content-Range"] == "bytes */\(whole.body.count)")
            #expect(try beyond.json["type"] == "urn:lockstep:problem:range-not-satisfiable")
            #expect(contract.faults(of: try beyond.json, as: "Problem") == [])
        }
    }

    @Test func `is compressed, and followed runs are not`() throws {
        try withService { ask in
            let wish = [("Accept-Encoding", "gzip, br")]
            let run = try ask(.post, "/scenarios/pool-map", wish, [])
            #expect(run.status == 200)
            #expect(run["Content-Encoding"] == "gzip")
            #expect(run["Vary"] == "Accept, Accept-Encoding")
            for path in ["/", "/openapi.yaml", "/scenarios"] {
                #expect(try ask(.get, path, wish, [])["Content-Encoding"] == "gzip", "\(path)")
            }
            let id = try #require(ask(.get, "/runs", [], []).json["runs"]?.elements.first?["id"]?.string)
            let events = try ask(.get, "/runs/\(id)/events", wish, [])
            #expect(events["Content-Encoding"] == nil)
            #expect(events.text.contains("event: run\n"))
        }
    }
}
