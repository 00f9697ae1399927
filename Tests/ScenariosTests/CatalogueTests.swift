import Events
import Playground
import Programs
import Scenarios
import Testing
import Tracing

@Suite struct `the catalogue` {
    @Test func `has names that are unique, and in kebab case`() {
        let names = Catalogue.scenarios.map(\.about.name)
        #expect(Set(names).count == names.count)
        for name in names { #expect(name.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(name)") }
    }

    @Test func `has its scenarios, in the order in which a reader meets them`() {
        #expect(
            Catalogue.scenarios.map(\.about.name) == [
                "race", "lock", "deadlock", "rlock", "lock-order", "noodles", "philosophers",
                "readers-writers", "peterson",
                "semaphore", "event", "condition", "condition-wait-for", "lost-wakeup",
                "producer-consumer-bug", "barrier", "latch", "timer",
                "queue", "queue-blocking",
                "pool-submit", "pool-map", "pool-callback", "pool-cancel", "pool-deadlock",
            ])
    }

    @Test func `finds a scenario by its name, and by nothing else`() {
        #expect(Catalogue.scenario(named: "race")?.about.name == "race")
        for name in ["", "Race", "race ", "nothing"] { #expect(Catalogue.scenario(named: name) == nil) }
    }

    @Test(arguments: Catalogue.scenarios.map(\.about))
    func `says in both languages what a scenario teaches`(_ about: About) {
        for text in [about.title, about.summary, about.explanation, about.expectation] {
            #expect(!text.en.isEmpty && !text.zh.isEmpty)
            #expect(text.en.allSatisfy { $0.isASCII || "×−".contains($0) }, "\(text.en)")
            #expect(text.zh.unicodeScalars.contains { ("\u{4e00}"..."\u{9fff}").contains($0) }, "\(text.zh)")
            #expect(!text.en.contains("\n"), "it is one paragraph")
        }
        #expect(about.summary.en.hasSuffix("."))
        #expect(about.summary.zh.hasSuffix("。"))
        #expect(!about.engines.isEmpty)
        #expect(Set(about.engines).count == about.engines.count)
    }

    @Test(arguments: Catalogue.scenarios.map(\.about.name))
    func `has the program's text, from its first line on`(_ name: String) throws {
        let scenario = try #require(Catalogue.scenario(named: name))
        #expect(scenario.source.hasPrefix("import Threading\n"))
        #expect(
            scenario.source.contains("    static func run(_ parameters: Parameters) throws -> Outcome {\n"))
        #expect(scenario.source.contains("\"\(name)\", chapter: .\(scenario.about.chapter.rawValue),"))
        #expect(scenario.source.hasSuffix("}\n"))
    }

    @Test(arguments: Catalogue.scenarios.map(\.about.name))
    func `the lines of a trace are lines of that text`(_ name: String) throws {
        let scenario = try #require(Catalogue.scenario(named: name))
        let lines = scenario.source.split(separator: "\n", omittingEmptySubsequences: false)
        let run = try Bench.run(name)
        let sources = run.trace.events.compactMap(\.source).filter { "\($0.file)" == scenario.about.file }
        #expect(!sources.isEmpty)
        for source in sources {
            #expect((1...lines.count).contains(Int(source.line)))
            #expect(!lines[Int(source.line) - 1].allSatisfy { $0 == " " || $0 == "}" }, "\(source)")
        }
    }

    @Test(arguments: Catalogue.scenarios.map(\.about.name))
    func `every event of a scenario's own is from its own file`(_ name: String) throws {
        let scenario = try #require(Catalogue.scenario(named: name))
        for event in try Bench.run(name).trace.events {
            // Where a worker begins and ends a task is told by a line of the library's own.
            guard let source = event.source else { continue }
            #expect(
                "\(source.file)" == scenario.about.file,
                "\(event.action) by thread \(event.thread): \(source)")
        }
    }
}
