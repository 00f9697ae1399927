import HTTPServer
import JSON
import Playground
import Programs
import Scenarios

/// What the catalogue answers.
enum CatalogueRoutes {
    static func list(_ asked: Route.Asked) -> Document {
        Document { form in
            switch form {
            case .text: listText
            case .json, .chrome: listJSON
            }
        }
    }

    static func scenario(_ asked: Route.Asked) throws -> Document {
        guard let scenario = Catalogue.scenario(named: asked["name"]) else {
            throw Problem.unknownScenario(asked["name"])
        }
        return Document(json: { whole(scenario) }, text: { scenario.text })
    }

    // Asked for often, and always the same.
    private static let listText = Response.plain(ScenarioText.list).tagged()

    private static let listJSON: Response = {
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
