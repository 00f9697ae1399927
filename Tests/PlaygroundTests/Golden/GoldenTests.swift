import Analyses
import Events
import FoundationEssentials
import Playground
import Testing
import Threading
import TraceSamples
import Tracing

/// The samples that `docs/trace-format.md` speaks of: this side writes them, the page's tests read them.
@Suite struct `the golden samples` {
    /// A change of the format on purpose is written to the files by `LOCKSTEP_WRITE_GOLDEN=1 swift test`.
    @Test(arguments: GoldenRun.all)
    func `are written byte for byte as they always were`(_ golden: GoldenRun) throws {
        let file = URL(filePath: "\(GoldenFile.folder)/\(golden.name).json")
        let bytes = Data(golden.run.json + Array("\n".utf8))
        if ProcessInfo.processInfo.environment["LOCKSTEP_WRITE_GOLDEN"] != nil { try bytes.write(to: file) }
        #expect(try Data(contentsOf: file) == bytes, "\(file.path)")
    }

    @Test func `are all there, and no others`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: GoldenFile.folder)
        #expect(files.sorted() == GoldenRun.all.map { "\($0.name).json" }.sorted())
    }

    @Test(arguments: GoldenRun.all)
    func `could have happened`(_ golden: GoldenRun) {
        let trace = golden.run.trace
        #expect(trace.events.map(\.seq) == Array(0..<trace.events.count))
        #expect(zip(trace.events, trace.events.dropFirst()).allSatisfy { $0.atNs <= $1.atNs })
        for thread in trace.threads {
            let events = trace.events.filter { $0.thread == thread.id }
            #expect(events.first?.action == .start && events.last?.action == .end)
            for (event, next) in zip(events, events.dropFirst()) where event.phase == .wait {
                #expect(
                    next.action == event.action && next.object == event.object && next.phase != .wait,
                    "\(thread.name) at \(event.seq) waits and does something else next")
            }
        }
        for event in trace.events {
            #expect((event.object != nil) == event.action.hasObject)
            if let object = event.object {
                #expect(event.state != nil && trace.objects.indices.contains(object))
            }
        }
    }

    @Test func `have every phase, every kind of finding, and the state of every kind of object`() {
        let events = GoldenRun.all.flatMap(\.run.trace.events)
        #expect(Set(events.map(\.phase)) == Set(Phase.allCases))
        let kinds = GoldenRun.kinds.run.trace.events.compactMap(\.state).map(\.kind)
        #expect(Set(kinds) == Set(ObjectKind.allCases))
        let findings = GoldenRun.all.flatMap(\.run.findings).map(\.kind.name)
        #expect(Set(findings) == Set(Finding.Name.allCases))
    }
}
