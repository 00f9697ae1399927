import Events
import Scheduling
import Testing
import ThreadEngine
import Threading
import Tracing

@Suite struct `a recorder with a limit` {
    /// A trace of a run that writes a variable so many times in each of some threads.
    private func trace(threads: Int, writes: Int, limit: Int) throws -> Trace {
        let engine = ThreadEngine(threadLimit: 100, eventLimit: limit, seed: 1)
        try engine.start {
            let variable = Shared(0, name: "variable")
            let all = (0..<threads).map { _ in
                Thread { for number in 0..<writes { try variable.write(number) } }
            }
            for thread in all { try thread.start() }
            for thread in all { try thread.join() }
        }
        #expect(engine.wait(within: Budget(.seconds(60))) == .finished)
        engine.stop()
        return engine.trace()
    }

    @Test(arguments: [1, 2, 100, 255, 256, 257, 511, 512, 513, 1000, 5000, 100_000])
    func `keeps the end of a run, without gaps, and says how many are missing`(_ limit: Int) throws {
        for threads in [1, 3] {
            let trace = try trace(threads: threads, writes: 1500, limit: limit)
            let total = 1500 * threads + 2 * (threads + 1) + threads
            #expect(trace.events.count <= limit)
            #expect(trace.events.map(\.seq) == Array(trace.truncated..<trace.truncated + trace.events.count))
            // A join that had to wait is an event more.
            #expect((total...total + threads).contains(trace.truncated + trace.events.count))
            #expect(trace.events.last?.action == .end && trace.events.last?.thread == 0)
            if total + threads <= limit { #expect(trace.truncated == 0) }
            #expect(trace.events.count >= min(total, limit), "no more is dropped than must be")
        }
    }
}
