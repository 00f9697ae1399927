import HTTPServer
import JSON
import Playground
import TestClient
import Testing

@Suite struct `runs over HTTP` {
    @Test func `a run is kept, listed, shown in every format, and forgotten`() throws {
        try withService { ask in
            let posted = try ask(
                .post, "/scenarios/race", [], Array(#"{"parameters":{"pauseMs":0},"seed":7}"#.utf8))
            let run = try posted.run
            #expect(run.seed == 7)
            #expect(run.parameters["pauseMs"] == 0)
            #expect(run.parameters["threads"] == 5, "the default is filled in")

            let got = try ask(.get, "/runs/\(run.id)", [], [])
            #expect(got.body == posted.body)
            #expect(got["Content-Location"] == "/runs/\(run.id)")
            let list = try ask(.get, "/runs", [], []).json
            #expect(list["runs"]?.elements.map { $0["id"]?.string } == [run.id])
            #expect(list["next"] == .null)
            let entry = try #require(list["runs"]?.elements.first)
            #expect(entry["trace"] == nil && entry["output"] == nil)

            let chrome = try ask(.get, "/runs/\(run.id)/trace?format=chrome", [], [])
            #expect(chrome["Content-Disposition"] == "attachment; filename=\"race-\(run.id).trace.json\"")
            let text = try ask(.get, "/runs/\(run.id)/trace?format=text", [], [])
            #expect(text.type == "text/plain")
            #expect(text.text.contains("read count 5"))
            #expect(try ask(.get, "/runs/\(run.id)/trace", [("Accept", "text/plain")], []).body == text.body)
            let wrong = try ask(.get, "/runs/\(run.id)/trace?format=xml", [], [])
            #expect(wrong.status == 400)
            #expect(try wrong.json["field"] == "format")

            let deleted = try ask(.delete, "/runs/\(run.id)", [], [])
            #expect(deleted.status == 204 && deleted.body.isEmpty)
            for (method, path) in [(HTTPMethod.get, ""), (.get, "/trace"), (.delete, "")] {
                #expect(try ask(method, "/runs/\(run.id)\(path)", [], []).status == 404)
            }
            #expect(try ask(.get, "/runs", [], []).json["runs"] == [])
        }
    }

    @Test func `a run's analysis is had as JSON and as text, and around an event`() throws {
        try withService { ask in
            let body = #"{"parameters":{"variant":"self","holdMs":0}}"#
            let run = try ask(.post, "/scenarios/deadlock", [], Array(body.utf8)).run
            let path = "/runs/\(run.id)/analysis"
            let whole = try ask(.get, path, [], []).json
            #expect(whole["cone"] == .null)
            #expect(whole["threads"]?.elements.map { $0["thread"] } == [0, 1])
            let wait = try #require(
                run.trace.events.first { $0.action == "acquire" && $0.phase == "wait" })
            let around = try ask(.get, "\(path)?event=\(wait.seq)", [], []).json
            #expect(around["cone"]?["past"]?.elements.map { $0["thread"] } == [0, 1])
            let text = try ask(.get, path, [("Accept", "text/plain")], [])
            #expect(text.type == "text/plain" && text.text.contains("What determined how long the run took:"))
            for wrong in ["x", "-1", "\(run.trace.events.count)", ""] {
                let answer = try ask(.get, "\(path)?event=\(wrong)", [], [])
                #expect(answer.status == 400)
                #expect(try answer.json["field"] == "event")
                #expect(
                    answer.text.contains("from 0 to \(run.trace.events.count - 1), not \\\"\(wrong)\\\""))
            }
            #expect(try ask(.get, "\(path)?events=1", [], []).json["field"] == "events")
            #expect(try ask(.get, "/runs/0000000000000/analysis", [], []).status == 404)
        }
    }

    @Test func `the list is newest first, can be filtered, and is read page by page`() throws {
        try withService { ask in
            var ids: [String] = []
            for number in 0..<7 {
                let scenario = number % 2 == 0 ? "lock" : "deadlock"
                let body = scenario == "lock" ? "" : #"{"parameters":{"variant":"self","holdMs":0}}"#
                ids.append(try ask(.post, "/scenarios/\(scenario)", [], Array(body.utf8)).run.id)
            }
            func list(_ query: String) throws -> (ids: [String], next: String?) {
                let page = try ask(.get, "/runs?\(query)", [], []).json
                return (page["runs"]?.elements.compactMap { $0["id"]?.string } ?? [], page["next"]?.string)
            }
            #expect(ids == ids.sorted())
            #expect(try list("").ids == ids.reversed())
            var (pages, next) = try list("limit=3")
            #expect(pages.count == 3)
            while let cursor = next {
                let page = try list("limit=3&cursor=\(cursor)")
                pages += page.ids
                next = page.next
            }
            #expect(pages == ids.reversed())
            #expect(try list("scenario=deadlock").ids == [ids[5], ids[3], ids[1]])
            #expect(try list("status=deadlocked").ids == [ids[5], ids[3], ids[1]])
            #expect(try list("status=completed&limit=1").ids == [ids[6]])
            #expect(try list("engine=threads").ids.count == 7)
            #expect(try list("status=failed") == ([], nil))
        }
    }

    @Test func `an empty body, an empty object, and fields that are null all mean the defaults`() throws {
        try withService { ask in
            for body in [
                "", "{}", #"{"parameters":null,"engine":null,"seed":null,"timeoutMs":null}"#,
            ] {
                let run = try ask(.post, "/scenarios/lock", [], Array(body.utf8)).run
                #expect(run.parameters == ["pauseMs": 20, "style": "scoped", "threads": 5], "\(body)")
            }
        }
    }

    @Test(arguments: [
        "application/json", "application/json; charset=utf-8", "Application/JSON", "application/ld+json",
    ])
    func `a body may be sent as any JSON`(_ type: String) throws {
        try withService { ask in
            let answer = try ask(.post, "/scenarios/rlock", [("Content-Type", type)], Array("{}".utf8))
            #expect(answer.status == 200)
        }
    }

    @Test func `the time is up when the request says so`() throws {
        try withService { ask in
            let body = #"{"timeoutMs":30,"parameters":{"threads":2,"holdMs":10000}}"#
            let run = try ask(.post, "/scenarios/semaphore", [], Array(body.utf8)).run
            #expect(run.status == "timedOut")
            #expect(run.expected == nil)
            #expect(run.watchdog?.reason == "timeout")
            #expect(run.watchdog?.timeoutNs == 30_000_000)
            #expect(run.outcome == nil)
        }
    }

    @Test func `runs beyond what may wait are refused, and told when to try again`() throws {
        var limits = Limits()
        limits.runsAtOnce = 1
        limits.runsWaiting = 2
        limits.clientShare = 100
        try withService(limits: limits) { ask in
            let body = Array(#"{"parameters":{"threads":1,"holdMs":200}}"#.utf8)
            let answers = try atOnce(12) { _ in try ask(.post, "/scenarios/semaphore", [], body) }
            let refused = answers.filter { $0.status == 503 }
            #expect(!refused.isEmpty)
            #expect(answers.count { $0.status == 200 } + refused.count == 12)
            for answer in refused {
                #expect(answer["Retry-After"] == "1")
                #expect(try answer.json["type"] == "urn:lockstep:problem:busy")
                #expect(try answer.json["limit"] == ["name": "waitingRuns", "value": 2])
            }
            let kept = try ask(.get, "/runs", [], []).json["runs"]?.elements.count
            #expect(kept == 12 - refused.count, "a refused run is not kept")
        }
    }
}
