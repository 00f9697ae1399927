import HTTPServer
import JSON
import Playground
import Programs
import Scenarios
import Tracing

/// What the catalogue answers.
enum CatalogueRoutes {
    static func add(to router: inout Router) {
        router.get("/scenarios") { request, _ -> Response in
            try request.expectQuery([])
            return switch try MediaType.preferred(by: request) {
            case .json: list
            case .text: text
            }
        }
        router.get("/scenarios/{name}") { request, path -> Response in
            try request.expectQuery([])
            guard let scenario = Catalogue.scenario(named: path["name"]) else {
                throw Problem.unknownScenario(path["name"])
            }
            return switch try MediaType.preferred(by: request) {
            case .json: .json(whole(scenario))
            case .text: .plain(scenario.text)
            }
        }
    }

    private static let text = Response.plain(ScenarioText.list).tagged()

    private static let list: Response = {
        var writer = JSONWriter()
        writer.object {
            $0.name("scenarios")
            $0.array(Catalogue.scenarios) { writer, scenario in
                writer.object { writeHead(of: scenario.about, to: &$0) }
            }
        }
        return Response.json(writer.bytes).tagged()
    }()

    private static func whole(_ scenario: AnyScenario) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            writeHead(of: scenario.about, to: &$0)
            $0.member("explanation", scenario.about.explanation.json)
            $0.member("expectation", scenario.about.expectation.json)
            $0.name("explorations")
            $0.array(scenario.explorations) { $1.write(to: &$0) }
            $0.member("parameters", scenario.schema)
            $0.member("source", ["file": .string(scenario.about.file), "text": .string(scenario.source)])
        }
        return writer.bytes
    }

    private static func writeHead(of about: About, to writer: inout JSONWriter) {
        writer.member("name", about.name)
        writer.member("title", about.title.json)
        writer.member("summary", about.summary.json)
        writer.member("chapter", about.chapter.rawValue)
        writer.member("engines", .array(about.engines.map { .string($0.rawValue) }))
    }
}

extension Localized {
    fileprivate var json: JSONValue { ["en": .string(en), "zh": .string(zh)] }
}
