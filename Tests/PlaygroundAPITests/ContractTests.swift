import Analyses
import Events
import Exploration
import HTTPServer
import JSON
import Playground
import PlaygroundAPI
import Programs
import Scenarios
import Storage
import TestClient
import Testing
import Tracing

@Suite struct `the contract` {
    @Test func `has every route, and no other`() throws {
        let service = try PlaygroundService(
            jobs: try Jobs(store: MemoryJobStore(keeping: [:], eventLimit: 1)), assets: Repository.folder)
        let paths = try #require(try Contract.openapi.document["paths"])
        let methods = ["get", "put", "post", "delete", "patch", "head", "options"]
        let described = paths.names.flatMap { path in
            (paths[path]?.names ?? []).filter(methods.contains).map { "\($0.uppercased()) \(path)" }
        }
        let routes = service.routes.map(\.description)
        #expect(Set(described).subtracting(routes).sorted() == [], "described, but not there")
        #expect(Set(routes).subtracting(described).sorted() == [], "there, but not described")
        #expect(described.count == Set(described).count)
    }

    @Test func `has the query of every route, and no other`() throws {
        let service = try PlaygroundService(
            jobs: try Jobs(store: MemoryJobStore(keeping: [:], eventLimit: 1)), assets: Repository.folder)
        let contract = try Contract.openapi
        for route in service.routes {
            let path = try #require(contract.document["paths"]?[route.template])
            let operation = try #require(path[route.method.rawValue.lowercased()])
            let parameters = (path["parameters"]?.elements ?? []) + (operation["parameters"]?.elements ?? [])
            let described = parameters.map(contract.resolve).filter { $0["in"] == "query" }
            #expect(described.compactMap { $0["name"]?.string } == route.query ?? [], "\(route)")
        }
    }

    @Test(arguments: [
        ("RunStatus", JobStatus.allCases.map(\.rawValue)), ("Chapter", Chapter.allCases.map(\.rawValue)),
        ("Engine", EngineName.allCases.map(\.rawValue)),
        ("Strategy", StrategyName.allCases.map(\.rawValue)), ("Verdict", Verdict.allCases.map(\.rawValue)),
        ("ExplorationStatus", ExplorationRecord.statuses.map(\.rawValue)),
        ("FindingKind", Finding.Name.allCases.map(\.rawValue)),
        ("DeadlockForm", DeadlockForm.allCases.map(\.rawValue)),
        ("Activity", CriticalPath.Activity.allCases.map(\.rawValue)),
        ("WatchdogReason", WatchdogReport.Reason.allCases.map(\.rawValue)),
        ("ObjectKind", ObjectKind.allCases.map(\.rawValue)), ("Action", Action.allCases.map(\.rawValue)),
        ("Phase", Phase.allCases.map(\.rawValue)),
        ("LimitName", LimitName.allCases.map(\.rawValue)),
        ("ProblemType", Problem.Kind.allCases.map { "urn:lockstep:problem:\($0.rawValue)" }),
    ])
    func `lists the cases of each enumeration`(_ schema: String, _ cases: [String]) throws {
        let words = try Contract.openapi.document["components"]?["schemas"]?[schema]?["enum"]?.elements
        #expect(words?.compactMap(\.string).sorted() == cases.sorted())
    }

    @Test func `every reference leads somewhere, and every component is used`() throws {
        let contract = try Contract.openapi
        var used: Set<String> = []
        func walk(_ value: JSONValue) {
            if let pointer = value["$ref"]?.string {
                used.insert(pointer)
                _ = contract.resolve(value)
            }
            // A way to show who one is is referred to by its bare name.
            for name in value["security"]?.elements.flatMap(\.names) ?? [] {
                used.insert("#/components/securitySchemes/\(name)")
            }
            for name in value.names { value[name].map(walk) }
            value.elements.forEach(walk)
        }
        walk(contract.document)
        let components = try #require(contract.document["components"])
        for kind in components.names {
            for name in components[kind]?.names ?? [] {
                #expect(used.contains("#/components/\(kind)/\(name)"), "nothing refers to \(kind)/\(name)")
            }
        }
    }

    @Test func `its examples are instances of their schemas`() throws {
        let contract = try Contract.openapi
        var count = 0
        func walk(_ value: JSONValue, _ place: String) {
            if let schema = value["schema"] {
                let examples =
                    value["examples"].map { all in all.names.compactMap { all[$0]?["value"] } } ?? []
                for example in examples + [value["example"]].compactMap({ $0 }) {
                    count += 1
                    #expect(contract.faults(of: example, by: schema, at: place).isEmpty, "\(place)")
                }
            }
            for name in value.names { value[name].map { walk($0, "\(place).\(name)") } }
            for element in value.elements { walk(element, place) }
        }
        walk(contract.document, "")
        #expect(count > 20)
    }

    @Test func `the example of an analysis is that of the example of a run`() throws {
        let contract = try Contract.text
        let run = try example(in: contract, of: "runScenario")
        let trace = try Trace(json: try #require(run["trace"]))
        let analysis = RunAnalysis(in: AnalysisContext(of: trace), around: 7)
        #expect(try example(in: contract, of: "getAnalysis").serialized == analysis.json)
        let operation = try Contract.openapi.document["paths"]?["/runs/{id}/analysis"]?["get"]
        let text = operation?["responses"]?["200"]?["content"]?["text/plain"]?["example"]?.string
        #expect(text == analysis.text)
        let findings = trace.findings(isStandstill: false).map { finding in
            var writer = JSONWriter()
            finding.write(to: &writer)
            return writer.bytes
        }
        #expect(run["findings"]?.elements.map(\.serialized) == findings)
    }

    /// An operation's first example in braces, as it is written: the order of members is lost where YAML is read.
    private func example(in contract: String, of operation: String) throws -> JSONValue {
        let start = try #require(contract.firstRange(of: "operationId: \(operation)\n"))
        let value = try #require(contract[start.upperBound...].firstRange(of: "selfDeadlock:"))
        let text = contract[value.upperBound...].drop { $0 != "{" }
        var depth = 0
        let end = text.firstIndex { character in
            depth += character == "{" ? 1 : character == "}" ? -1 : 0
            return depth == 0
        }
        return try JSONParser.parse(Array(text[...(try #require(end))].utf8))
    }

    @Test func `a fault is found`() throws {
        let contract = try Contract.openapi
        #expect(contract.faults(of: ["status": "ok"], as: "Health") == [])
        #expect(!contract.faults(of: ["status": "ill"], as: "Health").isEmpty)
        #expect(!contract.faults(of: ["status": "ok", "more": 1], as: "Health").isEmpty)
        #expect(!contract.faults(of: [:], as: "Health").isEmpty)
        #expect(!contract.faults(of: "deadlocked", as: "Engine").isEmpty)
        #expect(!contract.faults(of: "1m7y48teff5rI", as: "JobID").isEmpty)
        #expect(!contract.faults(of: ["owner": 1], as: "ObjectState").isEmpty)
        #expect(!contract.faults(of: ["timeoutMs": 0], as: "RunRequest").isEmpty)
    }

    @Test func `a fault of an answer is found`() throws {
        let contract = try Contract.openapi
        func faults(_ status: Int, _ type: String, _ body: String, _ target: String = "/healthz") -> [String]
        {
            let answer = Answer(status: status, headers: [("Content-Type", type)], body: Array(body.utf8))
            return contract.faults(of: answer, to: "GET", target)
        }
        #expect(faults(200, "application/json", #"{"status":"ok"}"#) == [])
        #expect(!faults(200, "application/json", #"{"status":"ill"}"#).isEmpty)
        #expect(!faults(200, "application/json", "ok").isEmpty)
        #expect(!faults(200, "text/plain", "ok").isEmpty)
        #expect(!faults(201, "application/json", #"{"status":"ok"}"#).isEmpty)
        #expect(!faults(404, "application/problem+json", "{}", "/runs/0000000000000").isEmpty)
        #expect(!faults(404, "text/html", "nothing here", "/nowhere").isEmpty)
    }

    @Test(arguments: Way.allCases)
    func `what is answered about the catalogue is an instance of it`(_ way: Way) throws {
        let contract = try Contract.openapi
        try withService(way) { ask in
            #expect(contract.faults(of: try ask(.get, "/healthz", [], []).json, as: "Health") == [])
            #expect(contract.faults(of: try ask(.get, "/scenarios", [], []).json, as: "ScenarioList") == [])
            for scenario in Catalogue.scenarios {
                let answer = try ask(.get, "/scenarios/\(scenario.about.name)", [], [])
                #expect(contract.faults(of: try answer.json, as: "Scenario") == [])
            }
        }
    }

    @Test(arguments: Catalogue.scenarios.map(\.about.name))
    func `every run is an instance of it, and so are its traces`(_ scenario: String) throws {
        let contract = try Contract.openapi
        try withService { ask in
            let run = try ask(.post, "/scenarios/\(scenario)", [], []).json
            #expect(contract.faults(of: run, as: "Run") == [])
            let id = try #require(run["id"]?.string)
            let trace = try ask(.get, "/runs/\(id)/trace", [], []).json
            #expect(trace == run["trace"])
            #expect(contract.faults(of: trace, as: "Trace") == [])
            let analysis = try ask(.get, "/runs/\(id)/analysis?event=0", [], []).json
            #expect(contract.faults(of: analysis, as: "Analysis") == [])
            let chrome = try ask(.get, "/runs/\(id)/trace?format=chrome", [], []).json
            #expect(contract.faults(of: chrome, as: "ChromeTrace") == [])
            #expect(contract.faults(of: try ask(.get, "/runs", [], []).json, as: "RunList") == [])
        }
    }
}
