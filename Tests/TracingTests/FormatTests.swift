import Events
import JSON
import Testing
import Threading
import TraceSamples
import Tracing

@Suite struct `a trace as text` {
    @Test func `has a line for each event, with time, thread, sentence and place`() {
        var builder = TraceBuilder()
        let (main, ann) = (builder.thread("main"), builder.thread("Ann", parent: 0))
        let lock = builder.object(.lock, "lock A")
        builder.start(main)
        builder.start(ann, by: main, line: 12)
        builder.acquire(ann, lock, line: 7)
        builder.event(ann, .end, after: 1_234_567)
        #expect(
            builder.trace.text == """
                    0.010 ms  main  starts
                    0.020 ms  Ann   starts                                            Scenarios/Test.swift:12
                    0.030 ms  Ann   acquire lock A                                    Scenarios/Test.swift:7
                    1.264 ms  Ann   ends

                """)
    }

    @Test func `says what is missing from a truncated trace`() {
        var trace = TraceBuilder().trace
        trace.truncated = 7
        #expect(trace.text == "(the first 7 events were dropped)\n")
    }

    @Test(
        arguments: [
            (Action.acquire, Phase.wait, TraceValue.none, nil, "waits: acquire it"),
            (.acquire, .done, .none, nil, "acquire it"),
            (.acquire, .done, .none, .rlock(owner: 0, count: 2), "acquire it (held 2 times)"),
            (.release, .done, .none, .rlock(owner: 0, count: 1), "release it (held 1 times)"),
            (.acquire, .done, .none, .semaphore(permits: 1), "acquire it (1 permit left)"),
            (.acquire, .timeout, .none, nil, "gives up in time: acquire it"),
            (.acquire, .interrupt, .none, nil, "is interrupted: acquire it"),
            (.release, .refused, .text("no"), nil, "is refused: release it \"no\""),
            (
                .put, .done, .integer(5),
                .queue(items: ["5"], size: 1, capacity: nil, unfinished: 1, isShutDown: false),
                "put it 5 (1 item in it)"
            ),
            (.read, .done, .list([.integer(1), .text("a")]), nil, "read it [1,\"a\"]"),
            (.end, .done, .text("no"), nil, "ends with an error: no"),
        ] as [(Action, Phase, TraceValue, ObjectState?, String)])
    func `tells each kind of event`(
        _ action: Action, _ phase: Phase, _ value: TraceValue, _ state: ObjectState?, _ sentence: String
    ) {
        var builder = TraceBuilder()
        let (thread, object) = (builder.thread("one"), builder.object(.queue, "it"))
        builder.event(thread, action, action.hasObject ? object : nil, phase, state: state, value: value)
        #expect(builder.trace.sentence(builder.trace.events[0]) == sentence)
    }

    @Test func `tells sleeps and output`() {
        var builder = TraceBuilder()
        let thread = builder.thread("one")
        builder.event(thread, .sleep, nil, .wait, value: .integer(20_000_000))
        builder.event(thread, .sleep)
        builder.event(thread, .sleep, nil, .interrupt)
        builder.output(thread, "a \"b\"\n", line: 1)
        #expect(
            builder.trace.events.map(builder.trace.sentence) == [
                "sleeps 20.000 ms", "wakes up", "is interrupted in its sleep", #"prints "a \"b\"\n""#,
            ])
    }

    @Test(
        arguments: [
            (0, "0.000 ms"), (999, "0.000 ms"), (1_000, "0.001 ms"), (12_345_678, "12.345 ms"),
            (1_000_000_000, "1000.000 ms"),
        ] as [(Int64, String)])
    func `rounds times down to microseconds`(_ nanoseconds: Int64, _ text: String) {
        #expect(milliseconds(nanoseconds) == text)
    }
}

@Suite struct `a trace for Perfetto` {
    @Test(arguments: try GoldenFile.all())
    func `is valid, its slices nest, and its asynchronous tracks are balanced`(_ golden: GoldenFile) throws {
        let json = try JSONParser.parse(golden.trace.chromeTrace(named: golden.name))
        #expect(json["displayTimeUnit"] == "ns")
        guard case .array(let events)? = json["traceEvents"] else {
            Issue.record("no events")
            return
        }
        func number(_ value: JSONValue?) -> Double {
            switch value {
            case .integer(let number): Double(number)
            case .number(let number): number
            default: .nan
            }
        }
        var open: [JSONValue: Double] = [:]
        var slices: [JSONValue: [(begin: Double, end: Double)]] = [:]
        for event in events {
            #expect(event["pid"] == 4100)
            switch event["ph"] {
            case "M": #expect(event["args"]?["name"] != nil)
            case "b":
                #expect(open.updateValue(number(event["ts"]), forKey: event["id"] ?? .null) == nil)
            case "e":
                let begin = open.removeValue(forKey: event["id"] ?? .null)
                #expect(begin.map { $0 <= number(event["ts"]) } == true)
            case "X":
                let begin = number(event["ts"])
                let end = begin + number(event["dur"])
                #expect(begin <= end)
                slices[event["tid"] ?? .null, default: []].append((begin, end))
            case "i": #expect(event["s"] == "t")
            default: Issue.record("what is \(event)?")
            }
        }
        #expect(open.isEmpty, "each that begins ends")
        for track in slices.values {
            for (index, one) in track.enumerated() {
                for other in track[(index + 1)...] {
                    let apart = one.end <= other.begin || other.end <= one.begin
                    let within =
                        one.begin <= other.begin && other.end <= one.end
                        || other.begin <= one.begin && one.end <= other.end
                    #expect(apart || within, "\(one) and \(other) overlap")
                }
            }
        }
        #expect(events.count { $0["name"] == "thread_name" } == golden.trace.threads.count)
        #expect(events.count { $0["cat"] == "thread" } == golden.trace.threads.count)
    }

    @Test func `a lock that changes hands in one event is two holds`() throws {
        var builder = TraceBuilder()
        let (one, two) = (builder.thread("one"), builder.thread("two"))
        let lock = builder.object(.lock, "lock")
        builder.acquire(one, lock)
        builder.event(two, .acquire, lock, state: .lock(owner: two))
        let text = String(decoding: builder.trace.chromeTrace(named: "test"), as: UTF8.self)
        for hold in ["one holds lock", "two holds lock"] {
            #expect(text.ranges(of: "\"\(hold)\"").count == 2, "it begins and ends")
        }
    }

    @Test func `an empty trace is valid`() throws {
        let json = try JSONParser.parse(TraceBuilder().trace.chromeTrace(named: "nothing"))
        #expect(json == ["displayTimeUnit": "ns", "traceEvents": []])
    }
}
