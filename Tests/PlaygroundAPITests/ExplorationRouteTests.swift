import Glibc
import HTTPServer
import JSON
import Playground
import PlaygroundAPI
import TestClient
import Testing

@Suite(.serialized) struct `explorations over HTTP` {
    private let endless = Array(
        #"{"strategy":"random","timeoutMs":60000,"parameters":{"threads":8}}"#.utf8)
    private let later = [("Prefer", "respond-async")]

    /// So that what is endless is not over because it has done much.
    private var limits: Limits {
        var limits = Limits()
        limits.executionsPerExploration = 1_000_000_000
        limits.workersPerExploration = 1
        return limits
    }

    private func explore(_ ask: Ask, _ scenario: String, _ body: String = "") throws -> JSONValue {
        try ask(.post, "/scenarios/\(scenario)/explorations", [], Array(body.utf8)).json
    }

    @Test func `one is kept, listed, shown, and forgotten`() throws {
        try withService { ask in
            let body = Array(#"{"parameters":{"threads":2}}"#.utf8)
            let posted = try ask(.post, "/scenarios/deadlock/explorations", [], body)
            let id = try #require(try posted.json["id"]?.string)
            #expect(posted["Content-Location"] == "/explorations/\(id)")
            #expect(try posted.json["cuts"] == [] && posted.json["complete"] == true)
            let got = try ask(.get, "/explorations/\(id)", [], [])
            #expect(got.body == posted.body)
            let tag = try #require(got["ETag"])
            #expect(try ask(.get, "/explorations/\(id)", [("If-None-Match", tag)], []).status == 304)
            let text = try ask(.get, "/explorations/\(id)", [("Accept", "text/plain")], []).text
            #expect(text.contains("Failed: there are interleavings that do not end well."))

            let list = try ask(.get, "/explorations", [], []).json
            let entry = try #require(list["explorations"]?.elements.first)
            #expect(entry["id"]?.string == id && entry["verdict"] == "failed")
            #expect(entry["outcomes"] == nil && entry["comparison"] == nil)
            let line = try ask(.get, "/explorations", [("Accept", "text/plain")], []).text
            #expect(line.hasPrefix("\(id)  completed  failed "))

            #expect(try ask(.delete, "/explorations/\(id)", [], []).status == 204)
            for (method, path) in [
                (HTTPMethod.get, ""), (.delete, ""), (.get, "/events"), (.post, "/cancel"),
            ] {
                let answer = try ask(method, "/explorations/\(id)\(path)", [], [])
                #expect(answer.status == 404, "\(method) \(path)")
                #expect(try answer.json["type"] == "urn:lockstep:problem:unknown-exploration")
            }
            #expect(try ask(.get, "/explorations", [], []).json["explorations"] == [])
        }
    }

    @Test func `no run is one, and none of them is a run`() throws {
        try withService { ask in
            let run = try ask(.post, "/scenarios/lock", [], []).run.id
            let exploration = try #require(try explore(ask, "lock")["id"]?.string)
            #expect(try ask(.get, "/explorations/\(run)", [], []).status == 404)
            #expect(try ask(.get, "/runs/\(exploration)", [], []).status == 404)
            #expect(try ask(.get, "/runs/\(exploration)/trace", [], []).status == 404)
            #expect(try ask(.get, "/runs", [], []).json["runs"]?.elements.count == 1)
        }
    }

    @Test func `the list is newest first, can be filtered, and is read page by page`() throws {
        try withService { ask in
            var ids: [String] = []
            for number in 0..<5 {
                let scenario = number % 2 == 0 ? "lock" : "deadlock"
                let strategy = number == 4 ? "bruteForce" : "exhaustive"
                let body = #"{"strategy":"\#(strategy)","parameters":{"threads":2}}"#
                ids.append(try explore(ask, scenario, body)["id"]?.string ?? "")
            }
            func list(_ query: String) throws -> (ids: [String], next: String?) {
                let page = try ask(.get, "/explorations?\(query)", [], []).json
                return (
                    page["explorations"]?.elements.compactMap { $0["id"]?.string } ?? [], page["next"]?.string
                )
            }
            #expect(try list("").ids == ids.reversed())
            var (pages, next) = try list("limit=2")
            while let cursor = next {
                let page = try list("limit=2&cursor=\(cursor)")
                pages += page.ids
                next = page.next
            }
            #expect(pages == ids.reversed())
            #expect(try list("scenario=deadlock").ids == [ids[3], ids[1]])
            #expect(try list("verdict=proved").ids == [ids[4], ids[2], ids[0]])
            #expect(try list("verdict=proved&strategy=exhaustive").ids == [ids[2], ids[0]])
            #expect(try list("status=completed&limit=1").ids == [ids[4]])
            #expect(try list("status=cancelled") == ([], nil))
            #expect(try list("since=2100-01-01T00:00:00Z").ids.isEmpty)
        }
    }

    @Test(arguments: [
        ("verdict=fine", "verdict"), ("strategy=threads", "strategy"), ("status=deadlocked", "status"),
        ("engine=threads", "engine"), ("limit=0", "limit"), ("cursor=x", "cursor"),
    ])
    func `a query that makes no sense is refused by its field`(_ query: String, _ field: String) throws {
        try withService { ask in
            let answer = try ask(.get, "/explorations?\(query)", [], [])
            #expect(answer.status == 400)
            #expect(try answer.json["field"]?.string == field)
        }
    }

    @Test func `one that goes on is told as it is, is not kept, and is cancelled soon`() throws {
        try withService(limits: limits) { ask in
            let accepted = try ask(.post, "/scenarios/race/explorations", later, endless)
            #expect(accepted.status == 202)
            #expect(accepted["Preference-Applied"] == "respond-async")
            let id = try #require(try accepted.json["id"]?.string)
            #expect(accepted["Location"] == "/explorations/\(id)")
            var now = try ask(.get, "/explorations/\(id)", [], [])
            while try now.json["executions"] == 0 { now = try ask(.get, "/explorations/\(id)", [], []) }
            #expect(now["Cache-Control"] == "no-store" && now["ETag"] == nil)
            let listed = try ask(.get, "/explorations?status=running", [], []).json
            #expect(listed["explorations"]?.elements.first?["executions"]?.integer ?? 0 > 0)

            let start = ContinuousClock.now
            let cancelled = try ask(.post, "/explorations/\(id)/cancel", [], [])
            // A fifth of a second on a machine of one's own.
            #expect(.now - start < .seconds(5))
            #expect(try cancelled.json["status"] == "cancelled")
            #expect(try cancelled.json["verdict"] == "failed")
            #expect(try cancelled.json["cuts"]?.elements.isEmpty == false)
            #expect(try ask(.get, "/explorations/\(id)", [], []).body == cancelled.body)
            let again = try ask(.post, "/explorations/\(id)/cancel", [], [])
            #expect(again.status == 409)
            #expect(try again.json["type"] == "urn:lockstep:problem:exploration-has-ended")
        }
    }

    @Test func `a cancellation need not be waited for either`() throws {
        try withService(limits: limits) { ask in
            for (start, path) in [
                ("/scenarios/race/explorations", "explorations"), ("/scenarios/timer", "runs"),
            ] {
                let body = path == "runs" ? Array(#"{"parameters":{"intervalMs":60000}}"#.utf8) : endless
                let id = try #require(try ask(.post, start, later, body).json["id"]?.string)
                let accepted = try ask(.post, "/\(path)/\(id)/cancel", later, [])
                #expect(accepted.status == 202)
                #expect(accepted["Location"] == "/\(path)/\(id)")
                while try ask(.get, "/\(path)/\(id)", [], []).json["status"] != "cancelled" { sched_yield() }
            }
        }
    }

    @Test func `followers are told how far it is, and at the end everything`() throws {
        try withService(limits: limits) { ask in
            let id = try #require(
                try ask(.post, "/scenarios/race/explorations", later, endless).json["id"]?.string)
            let answers = try atOnce(2) { number -> Answer in
                if number == 0 { return try ask(.get, "/explorations/\(id)/events", [], []) }
                while try ask(.get, "/explorations/\(id)", [], []).json["executions"] == 0 {}
                sleep(1)
                return try ask(.post, "/explorations/\(id)/cancel", [], [])
            }
            let text = answers[0].text
            #expect(text.contains("event: progress\n"))
            let end = "event: exploration\ndata: \(answers[1].text)\n\n"
            #expect(text.hasSuffix(end))
            // Whoever comes later is told the same.
            #expect(try ask(.get, "/explorations/\(id)/events", [], []).text == end)
        }
    }

    @Test func `a client that has its share is told so, and another one is served`() throws {
        var limits = limits
        (limits.explorationsAtOnce, limits.explorationsWaiting) = (1, 5)
        let proxies = ["127.0.0.1"].compactMap(IPAddress.init)
        let operations = Operations(readiness: Readiness(store: Disk()), trustedProxies: proxies)
        try withService(limits: limits, operations: operations) { ask in
            func launch(for client: String) throws -> Answer {
                try ask(
                    .post, "/scenarios/race/explorations", later + [("X-Forwarded-For", client)], endless)
            }
            let first = try (1...3).map { _ in try launch(for: "198.51.100.1") }
            #expect(first.map(\.status) == [202, 202, 202])
            let refused = try launch(for: "198.51.100.1")
            #expect(refused.status == 429)
            #expect(refused["Retry-After"] == "1")
            let problem = try refused.json
            #expect(problem["type"] == "urn:lockstep:problem:client-share")
            #expect(problem["limit"] == ["name": "clientShare", "value": 50])
            #expect(problem["detail"]?.string?.hasPrefix("198.51.100.1 has 3 explorations") == true)
            let others = try (1...3).map { _ in try launch(for: "198.51.100.2") }
            #expect(others.map(\.status) == [202, 202, 202])
            let full = try launch(for: "198.51.100.3")
            #expect(full.status == 503)
            #expect(try full.json["limit"] == ["name": "waitingExplorations", "value": 5])
            // The share of runs is another.
            #expect(
                try ask(.post, "/scenarios/lock", [("X-Forwarded-For", "198.51.100.1")], []).status == 200)
            for answer in first + others {
                let id = try #require(try answer.json["id"]?.string)
                #expect(try ask(.post, "/explorations/\(id)/cancel", [], []).status == 200)
            }
            let again = try launch(for: "198.51.100.1")
            #expect(again.status == 202)
            let id = try #require(try again.json["id"]?.string)
            #expect(try ask(.post, "/explorations/\(id)/cancel", [], []).status == 200)
        }
    }
}
