import Analyses
import Events
import JSON
import Playground
import Scenarios
import Storage
import Testing
import Threading
import Tracing

@Suite struct `a run that is read back` {
    @Test(arguments: Catalogue.scenarios.map(\.about.name))
    func `is the same in every format`(scenario: String) throws {
        let jobs = try Jobs(store: MemoryJobStore(keeping: [.run: 1], eventLimit: 1))
        defer { jobs.shutdown(grace: .zero) }
        let run = try jobs.runs.launch(RunRequest(scenario: scenario)).ended.result().record
        let read = try Run(json: run.json)
        #expect(read.json == run.json)
        #expect(read.text == run.text)
        #expect(read.trace.text == run.trace.text)
        #expect(read.trace.chromeTrace(named: "x") == run.trace.chromeTrace(named: "x"))
        #expect(
            read.trace.findings(isStandstill: false).count == run.trace.findings(isStandstill: false).count)
    }

    @Test func `has the states of all kinds of objects`() throws {
        let states: [ObjectState] = [
            .lock(owner: nil), .rlock(owner: 3, count: 2), .semaphore(permits: -1),
            .event(isSet: true),
            .condition(waiting: [1], notified: []),
            .barrier(waiting: 1, parties: 2, phase: 3, isBroken: true),
            .queue(items: ["a", ""], size: 2, capacity: nil, unfinished: 1, isShutDown: false),
            .queue(items: [], size: 0, capacity: 4, unfinished: 0, isShutDown: true),
            .variable(.none), .variable(.list([.number(1), .integer(1), .text("1"), .flag(true), .none])),
            .future(.failed, runner: nil), .future(.running, runner: 1),
            .pool(queued: 1, workers: 2, idle: 3, isShutDown: false), .timer(.fired),
            .thread(.ended, thread: 7),
        ]
        var run = Run.sample()
        run.trace.threads =
            [mainThread]
            + (1...7).map {
                TraceThread(id: $0, name: "Thread-\($0)", parent: 0, daemon: false, pid: 0, tid: nil)
            }
        run.trace.objects = ObjectKind.allCases.enumerated().map { index, kind in
            TraceObject(id: index, kind: kind, name: kind.name(1))
        }
        run.trace.events = states.enumerated().map { index, state in
            TraceEvent(
                seq: index, atNs: 0, thread: 0, action: .acquire,
                object: run.trace.objects.firstIndex { $0.kind == state.kind }, phase: .done, source: nil,
                state: state, value: .number(Double(index) / 3))
        }
        let read = try Run(json: run.json)
        #expect(read.trace.events.map(\.state) == states)
        #expect(read.json == run.json)
    }

    @Test(arguments: [
        "", "{", "{}", "[]", "{\"id\":1}", "{\"id\":\"x\"}", "nul", "{\"a\":01x}", "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\q\"}", String(repeating: "[", count: 100_000),
    ])
    func `is refused if it is none`(text: String) {
        #expect(throws: JSONError.self) { try Run(json: Array(text.utf8)) }
    }

    @Test func `is refused at every length but the whole`() {
        let json = Run.sample().ended(size: 2).json
        for length in 0..<json.count {
            #expect(throws: JSONError.self) { try Run(json: Array(json[..<length])) }
        }
    }
}
