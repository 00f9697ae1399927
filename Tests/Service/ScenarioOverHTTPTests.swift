import JSON
import TestClient
import Testing

@Suite(.serialized) struct `what the scenarios show over HTTP` {
    @Test func `a race of a hundred threads loses nearly every update`() throws {
        let run = try RunningServer().run("race", #"{"threads":100,"pauseMs":50}"#)
        #expect(run.status == "completed")
        #expect(run.expected == true)
        let final = try #require(run.outcome?["finalValue"]?.integer)
        print("100 threads counted 100 down to \(final)")
        #expect(final > 0)
        #expect(run.findings.contains { $0.kind == "lostUpdate" })
        #expect(run.trace.threads.count == 101)
        #expect(run.events(on: "count", ["write"]).count == 100)
    }

    @Test(arguments: ["explicit", "scoped"])
    func `a lock loses none`(_ style: String) throws {
        let run = try RunningServer().run("lock", #"{"threads":100,"pauseMs":0,"style":"\#(style)"}"#)
        #expect(run.expected == true)
        #expect(run.outcome?["finalValue"] == 0)
        #expect(run.findings.isEmpty)
    }

    @Test(arguments: [(10, 3, false), (23, 5, false), (12, 1, true)])
    func `a semaphore never lets more in than it has permits`(_ threads: Int, _ permits: Int, _ bounded: Bool)
        throws
    {
        let run = try RunningServer().run(
            "semaphore", #"{"threads":\#(threads),"permits":\#(permits),"holdMs":10,"bounded":\#(bounded)}"#)
        #expect(run.expected == true)
        var (inside, most) = (0, 0)
        for event in run.events(on: "stalls", ["acquire", "release"]) {
            inside += event.action == "acquire" ? 1 : -1
            most = max(most, inside)
            #expect(event.state?["permits"]?.integer == permits - inside)
        }
        #expect(most <= permits)
        #expect(inside == 0)
        #expect(run.events(on: "stalls", ["acquire"]).count == threads)
        #expect(run.events(on: "stalls", ["release"], "refused").count == (bounded ? 1 : 0))
    }

    @Test func `the three queues give their items in three orders`() throws {
        let server = try RunningServer()
        for (kind, order) in orders {
            let run = try server.run("queue", #"{"kind":"\#(kind)","items":20}"#)
            #expect(run.expected == true)
            let put = run.events(on: "queue", ["put"]).compactMap { $0.value?.integer }
            #expect(put.sorted() == Array(1...20))
            #expect(
                run.events(on: "queue", ["get"]).compactMap { $0.value?.integer } == order(put), "\(kind)")
        }
    }

    private let orders: [(String, @Sendable ([Int]) -> [Int])] = [
        ("fifo", { $0 }), ("lifo", { $0.reversed() }), ("priority", { $0.sorted() }),
    ]

    @Test func `a queue that is too small for its only thread is a standstill`() throws {
        let run = try RunningServer().run("queue", #"{"items":3,"maxsize":2}"#)
        #expect(run.status == "deadlocked")
        #expect(run.expected == true)
        #expect(run.watchdog?.reason == "quiescent")
        #expect(run.findings.first?.cycle == [])
        #expect(run.findings.first?.message.contains("MainThread waits for queue") == true)
    }

    @Test func `map yields in the order of its inputs, whichever is done first`() throws {
        let run = try RunningServer().run("pool-map", #"{"inputs":[6,1,5,2,4,3],"workers":6}"#)
        #expect(run.expected == true)
        #expect(run.outcome?["results"] == [10, 60, 12, 30, 15, 20])
        #expect(run.output.first?.text.hasPrefix("6") == false)
    }

    @Test func `a callback's thread is in the trace`() throws {
        let run = try RunningServer().run("pool-callback", #"{"workers":2,"tasks":4}"#)
        #expect(run.expected == true)
        // One that fails has a second event, with its error.
        let callbacks = run.trace.events.filter { $0.action == "callback" && $0.value == nil }
        let names = callbacks.compactMap { run.thread($0.thread) }
        #expect(names.count { $0 == "MainThread" } == 1, "the one that was added to a future that was done")
        #expect(names.count { $0.hasPrefix("pool_") } == 5, "one for each task, and one that fails")
        #expect(run.findings.count { $0.kind == "uncaughtError" } == 1)
    }
}
