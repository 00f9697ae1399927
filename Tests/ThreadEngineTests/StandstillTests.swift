import Events
import Scheduling
import Testing
import ThreadEngine
import Threading
import Tracing

/// Runs a program to its end, however it ends. The timeout is far above what any of them needs.
private func run(_ body: @escaping @Sendable () throws -> Void) throws -> (RunEnd, [ThreadID], Trace) {
    let engine = ThreadEngine(threadLimit: 100, eventLimit: 10_000, seed: 1)
    try engine.start(body)
    let end = engine.wait(within: Budget(.seconds(60)))
    let interrupted = engine.stop()
    return (end, interrupted, engine.trace())
}

/// Takes two locks in opposite orders, for certain: each thread has its first before any asks for its second.
private func embrace() throws {
    let (a, b) = (Lock(name: "a"), Lock(name: "b"))
    let bothHold = try Barrier(2)
    for (first, second) in [(a, b), (b, a)] {
        try Thread {
            try first.withLock {
                try bothHold.wait()
                try second.withLock {}
            }
        }.start()
    }
}

@Suite struct `the end of a run` {
    @Test func `comes when its last thread ends`() throws {
        let (end, interrupted, trace) = try run { try Thread { try sleep(for: .milliseconds(5)) }.start() }
        #expect(end == .finished)
        #expect(interrupted.isEmpty)
        #expect(trace.threads.map(\.name) == ["MainThread", "Thread-1"])
        #expect(trace.events.map(\.seq) == Array(0..<trace.events.count))
    }

    @Test func `does not wait for daemons, and interrupts them`() throws {
        let (end, interrupted, _) = try run { try Thread(daemon: true) { try Event().wait() }.start() }
        #expect(end == .finished)
        #expect(interrupted == [1])
    }

    @Test func `two threads that wait for each other are a cycle`() throws {
        let (end, interrupted, _) = try run(embrace)
        #expect(end == .cycle)
        #expect(Set(interrupted).isSuperset(of: [1, 2]))
    }

    @Test func `a cycle is found while a third thread works on`() throws {
        let (end, interrupted, _) = try run {
            try embrace()
            let counter = Shared(0)
            while true { try counter.write(counter.read() + 1) }
        }
        #expect(end == .cycle)
        #expect(interrupted == [0, 1, 2])
    }

    @Test func `a thread that takes a plain lock twice waits for itself`() throws {
        let (end, _, _) = try run {
            let lock = Lock()
            try lock.withLock { try lock.withLock {} }
        }
        #expect(end == .cycle)
    }

    @Test func `a wake-up that nobody can give is a standstill`() throws {
        let (end, interrupted, _) = try run { try Event().wait() }
        #expect(end == .quiescent)
        #expect(interrupted == [0])
    }

    @Test func `the last thread that ends can leave a standstill behind`() throws {
        let (end, _, _) = try run {
            let never = Event()
            try Thread { try never.wait() }.start()
            try sleep(for: .milliseconds(10))
        }
        #expect(end == .quiescent)
    }

    @Test func `a wait with a deadline is no standstill`() throws {
        let (end, _, _) = try run { try Event().wait(timeout: .milliseconds(20)) }
        #expect(end == .finished)
    }
}
