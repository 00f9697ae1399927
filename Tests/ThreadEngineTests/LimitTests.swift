import Events
import Scheduling
import Testing
import ThreadEngine
import Threading
import Tracing

@Suite struct `the limit of threads` {
    @Test func `refuses one more, and says how many there may be`() throws {
        let ran = try Ran(threadLimit: 3) {
            let mayEnd = Event()
            let others = [Thread { try mayEnd.wait() }, Thread { try mayEnd.wait() }]
            for other in others { try other.start() }
            let refused = Thread(name: "one too many") {}
            defer { mayEnd.set() }
            do { try refused.start() } catch {
                output("\(error)")
                output("\(refused.isAlive)")
                throw error
            }
        }
        let message = "one too many cannot be started: a run may have 3 threads at once."
        #expect(ran.end == .finished)
        #expect(ran.failure(of: 0) == .text(message))
        let printed = ran.trace.events.filter { $0.action == .output }.map(\.value)
        #expect(printed == [.text(message), .text("false")])
        #expect(ran.trace.threads.map(\.name) == ["MainThread", "Thread-1", "Thread-2"])
    }

    @Test func `counts a thread no more once it has been joined`() throws {
        let ran = try Ran(threadLimit: 2) {
            for _ in 0..<300 {
                let other = Thread {}
                try other.start()
                try other.join()
            }
        }
        #expect(ran.failure(of: 0) == TraceValue.none)
    }

    @Test func `lets a refused thread be started later`() throws {
        let ran = try Ran(threadLimit: 2) {
            let mayEnd = Event()
            let first = Thread { try mayEnd.wait() }
            let second = Thread { output("second runs") }
            try first.start()
            if (try? second.start()) != nil { output("was not refused") }
            mayEnd.set()
            try first.join()
            try second.start()
            try second.join()
        }
        #expect(ran.failure(of: 0) == TraceValue.none)
        #expect(ran.trace.events.filter { $0.action == .output }.map(\.value) == [.text("second runs")])
    }

    @Test func `leaves a pool with the workers it could get, but not with none`() throws {
        let ran = try Ran(threadLimit: 2) {
            let pool = try ThreadPool(workers: 4, name: "P")
            let (mayEnd, mayEndToo) = (Event(), Event())
            let blocker = Thread { try mayEnd.wait() }
            try blocker.start()
            do { _ = try pool.submit { 1 } } catch { output("\(error)") }
            mayEnd.set()
            try blocker.join()
            let first = try pool.submit { try mayEndToo.wait() }
            let second = try pool.submit { 2 }
            mayEndToo.set()
            output("\(try first.result()) \(try second.result())")
            pool.shutdown()
        }
        #expect(ran.end == .finished)
        #expect(
            ran.trace.events.filter { $0.action == .output }.map(\.value) == [
                .text("P has no worker: P_0 cannot be started: a run may have 2 threads at once."),
                .text("true 2"),
            ])
    }
}

@Suite struct `the limit of events` {
    // Fifty threads in step fill their first chunks all at once, and end soon after.
    @Test(arguments: [(1, 3_000), (2, 1_500), (50, 54)])
    func `keeps the end of a trace, and no less of it than it may`(threads: Int, rounds: Int) throws {
        let ran = try Ran(eventLimit: 2_000) {
            let inStep = try Barrier(threads)
            let all = (0..<threads).map { _ in
                Thread {
                    let counter = Shared(0)
                    for _ in 0..<rounds {
                        try counter.write(counter.read() + 1)
                        try inStep.wait()
                    }
                }
            }
            for thread in all { try thread.start() }
            for thread in all { try thread.join() }
            output("last words")
        }
        let events = ran.trace.events
        #expect(events.count == 2_000)
        #expect(events.first?.seq == ran.trace.truncated)
        #expect(events.map(\.seq) == Array(ran.trace.truncated..<ran.trace.truncated + events.count))
        #expect(events.suffix(2).map(\.action) == [.output, .end])
    }

    @Test func `drops nothing of a trace that fits`() throws {
        let ran = try Ran(eventLimit: 602) {
            let counter = Shared(0)
            for _ in 0..<300 { try counter.write(counter.read() + 1) }
        }
        #expect(ran.trace.truncated == 0)
        #expect(ran.trace.events.map(\.seq) == Array(0..<602))
    }

    @Test func `may be none at all`() throws {
        let ran = try Ran(eventLimit: 0) { output("unheard") }
        #expect(ran.trace.events.isEmpty)
        #expect(ran.trace.truncated == 3)
    }
}
