import Analyses
import Events
import Testing
import Threading
import TraceSamples
import Tracing

@Suite struct `lost updates` {
    private enum Step {
        case read(ThreadID)
        case write(ThreadID)
    }

    private func trace(_ steps: [Step]) -> Trace {
        var builder = TraceBuilder()
        for number in 0..<3 { _ = builder.thread("thread \(number)") }
        let count = builder.object(.variable, "count")
        for step in steps {
            switch step {
            case .read(let thread): builder.event(thread, .read, count, line: 4, value: .integer(1))
            case .write(let thread): builder.event(thread, .write, count, line: 5, value: .integer(1))
            }
        }
        return builder.trace
    }

    @Test func `are found, with both threads and all three lines`() throws {
        let findings = trace([.read(1), .read(2), .write(1), .write(2)]).found(by: LostUpdates())
        let finding = try #require(findings.first)
        #expect(findings.count == 1)
        #expect(finding.kind.name == .lostUpdate)
        #expect(
            finding.message
                == "1 update of count was lost. thread 2 read it (Scenarios/Test.swift:4), "
                + "then thread 1 wrote it (Scenarios/Test.swift:5), "
                + "then thread 2 wrote over that (Scenarios/Test.swift:5).")
        #expect(finding.threads == [1, 2] && finding.objects == [0])
        #expect(finding.events == [1, 2, 3])
    }

    @Test func `are counted for each variable`() throws {
        let finding = try #require(
            trace([.read(0), .read(1), .read(2), .write(0), .write(1), .write(2)]).found(by: LostUpdates())
                .first)
        #expect(finding.message.hasPrefix("2 updates of count were lost. "))
        #expect(finding.threads == [0, 1, 2])
    }

    @Test func `are none where each thread is done before the next begins`() {
        #expect(
            trace([.read(0), .write(0), .read(1), .write(1), .read(0), .write(0)]).found(by: LostUpdates())
                .isEmpty)
    }

    @Test func `are none where a thread writes what it has not read`() {
        #expect(trace([.write(0), .write(1), .write(0)]).found(by: LostUpdates()).isEmpty)
        #expect(trace([.read(0), .read(1), .write(1)]).found(by: LostUpdates()).isEmpty)
        #expect(trace([.read(0), .write(0), .write(1)]).found(by: LostUpdates()).isEmpty)
        #expect(
            trace([.read(0), .write(1), .read(0), .write(0)]).found(by: LostUpdates()).isEmpty,
            "it has looked again")
    }

    @Test func `are as many as a count in the open says`() {
        // A naive model: an update is lost if its value is not there when the next writer read.
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var pending: [ThreadID: Int] = [:]
            var (writes, lost) = (0, 0)
            let steps = (0..<20).map { _ -> Step in
                let thread = Int.random(in: 0..<3, using: &generator)
                guard let seen = pending.removeValue(forKey: thread) else {
                    pending[thread] = writes
                    return .read(thread)
                }
                lost += seen < writes ? 1 : 0
                writes += 1
                return .write(thread)
            }
            let found = trace(steps).found(by: LostUpdates()).first.map { $0.events.count / 3 } ?? 0
            #expect(found == lost, "\(steps)")
        }
    }
}

@Suite struct `uncaught errors` {
    @Test func `are those that ended a thread other than the main one`() throws {
        var builder = TraceBuilder()
        let (main, ann) = (builder.thread("main"), builder.thread("Ann"))
        let seq = builder.event(ann, .end, value: .text("out of paper"))
        builder.event(main, .end, value: .text("this one is the run's"))
        let findings = builder.trace.found(by: UncaughtErrors())
        let finding = try #require(findings.first)
        #expect(findings.count == 1)
        #expect(finding.kind.name == .uncaughtError)
        #expect(finding.message == "Ann ended with an error that nobody caught: out of paper")
        #expect(finding.threads == [ann] && finding.objects == [] && finding.events == [seq])
    }

    @Test func `are those that came out of a callback`() throws {
        var builder = TraceBuilder()
        let worker = builder.thread("pool-1")
        let future = builder.object(.future, "task 1")
        builder.event(worker, .callback, future, line: 8)
        builder.event(worker, .callback, future, line: 9, value: .text("no such page"))
        let findings = builder.trace.found(by: UncaughtErrors())
        #expect(
            findings.map(\.message) == [
                "A callback of task 1 failed in pool-1 (Scenarios/Test.swift:9): no such page"
            ])
        #expect(findings.first?.objects == [future])
    }

    @Test func `are none where all went well`() {
        var builder = TraceBuilder()
        let (main, ann) = (builder.thread("main"), builder.thread("Ann"))
        builder.event(ann, .end)
        builder.output(ann, "an error, she says", line: 1)
        builder.event(main, .end)
        #expect(builder.trace.found(by: UncaughtErrors()).isEmpty)
    }
}
