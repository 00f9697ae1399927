import HTTPServer
import JSON
import Playground
import Scenarios
import TestClient
import Testing

@Suite struct `the catalogue over HTTP` {
    @Test(arguments: Way.allCases)
    func `lists every scenario, in order`(_ way: Way) throws {
        try withService(way) { ask in
            let scenarios = try ask(.get, "/scenarios", [], []).json["scenarios"]?.elements ?? []
            #expect(scenarios.map { $0["name"]?.string } == Catalogue.scenarios.map(\.about.name))
        }
    }

    @Test(arguments: Way.allCases)
    func `shows a scenario with its schema and its program`(_ way: Way) throws {
        try withService(way) { ask in
            let race = try ask(.get, "/scenarios/race", [], []).json
            #expect(race["title"]?["en"] == "A race")
            #expect(race["parameters"]?["properties"]?["threads"]?["maximum"] == 500)
            let explorations = race["explorations"]?.elements ?? []
            #expect(explorations.map { $0["verdict"] } == ["proved", "failed", "failed"])
            #expect(explorations[1]["parameters"] == ["threads": 3])
            let outcomes = explorations[1]["outcomes"]?.elements ?? []
            #expect(outcomes.map { $0["outcome"]?["finalValue"] } == [0, 1, 2])
            #expect(outcomes.map { $0["correct"] } == [true, false, false])
            #expect(race["source"]?["file"] == "Scenarios/Race.swift")
            #expect(race["source"]?["text"]?.string?.contains("try count.write(seen - 1)") == true)
        }
    }

    @Test(arguments: Way.allCases)
    func `reads well in a terminal`(_ way: Way) throws {
        try withService(way) { ask in
            let list = try ask(.get, "/scenarios", [("Accept", "text/plain")], [])
            #expect(list["Content-Type"] == "text/plain; charset=utf-8")
            #expect(list.text == ScenarioText.list)
            let race = try ask(.get, "/scenarios/race", [("Accept", "text/plain")], []).text
            #expect(race.hasPrefix("race: Threads count a shared number down without a lock"))
            #expect(race.contains("  threads = 5, from 1 to 500\n      How many threads count down.\n"))
            #expect(
                race.contains(
                    "  {\"threads\":1}: proved\n      completed {\"expected\":0,\"finalValue\":0}\n"))
            #expect(race.contains("      completed {\"expected\":0,\"finalValue\":1} (wrong)\n"))
            #expect(race.contains("static func run("))
        }
    }

    @Test(arguments: [
        ("*/*", "application/json"), ("application/json", "application/json"), ("text/plain", "text/plain"),
        ("text/*", "text/plain"), ("application/*", "application/json"), ("Text/Plain", "text/plain"),
        ("text/plain;q=0.5, application/json;q=0.4", "text/plain"),
        ("text/plain;q=0.5, application/json", "application/json"), ("text/plain, */*;q=0.1", "text/plain"),
        ("text/plain, application/json", "application/json"), ("text/html, */*;q=0.8", "application/json"),
        ("application/json;q=0, */*", "text/plain"), ("text/plain; charset=utf-8", "text/plain"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        ("text/plain ; q=0.2 , application/json ; q=0.1", "text/plain"),
        ("text/plain;Q=0.1, application/json;q=0.2", "application/json"),
    ])
    func `answers in the type that is wanted most`(_ accept: String, _ type: String) throws {
        try withService(.call) { ask in
            let answer = try ask(.get, "/scenarios", [("Accept", accept)], [])
            #expect(answer.type == type)
            #expect(answer["Vary"]?.hasPrefix("Accept") == true)
        }
    }

    @Test func `several Accept fields are one list`() throws {
        try withService(.call) { ask in
            let fields = [("Accept", "application/json;q=0.1"), ("Accept", "text/plain")]
            let answer = try ask(.get, "/scenarios", fields, [])
            #expect(answer.type == "text/plain")
        }
    }
}
