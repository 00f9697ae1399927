import Events
import LockstepTestKit
import Synchronization
import Testing
import Threading
import Tracing

// In processes of their own: the hook and the end are the whole process's.
@Suite struct `an error that nobody caught` {
    @Test func `is told on standard error, in a line`() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            let thread = Thread(name: "worker") { throw Mishap() }
            try thread.start()
            try thread.join()
            let timer = Timer(after: .zero, name: "alarm") { throw Mishap() }
            try timer.start()
            try timer.join()
            let future = Future<Int>(name: "F")
            future.addDoneCallback { _ in throw Mishap() }
            try spawn(name: "finisher") { try future.finish(.success(1)) }.value()
        }
        let lines = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(lines.contains("worker ended with an error that nobody caught: a mishap\n"))
        #expect(lines.contains("alarm ended with an error that nobody caught: a mishap\n"))
        #expect(lines.contains("A callback of F failed in finisher: a mishap\n"))
    }

    @Test func `goes to the hook instead, if there is one`() async {
        await #expect(processExitsWith: .success) {
            let log = Mutex<[String]>([])
            Thread.excepthook = { uncaught in log.withLock { $0.append("\(uncaught)") } }
            let (interrupted, never) = (Shared(0), Event())
            let threads = [
                Thread(name: "A") { throw Mishap() }, Thread(name: "B") { try interrupted.write(1) },
                Thread(name: "C") { try never.wait() },
            ]
            for thread in threads { try thread.start() }
            threads[2].interrupt()
            for thread in threads { try thread.join() }
            try ThreadPool(workers: 1, name: "P").use { pool in
                let mayGo = Event()
                _ = try pool.submit { try mayGo.wait() }
                let future = try pool.submit(name: "F") { 1 }
                _ = try future.begin()
                mayGo.set()
                try future.finish(.success(2))
            }
            precondition(
                log.withLock { $0 } == [
                    "A ended with an error that nobody caught: a mishap",
                    "P_0 has no use for what it does for F: F has been begun before.",
                ])
        }
    }

    @Test(arguments: EngineUnderTest.watched)
    func `is its run's affair in a run`(engine: EngineUnderTest) async {
        await #expect(processExitsWith: .success) { [engine] in
            Thread.excepthook = { uncaught in fatalError("\(uncaught)") }
            let trace = try engine.watch {
                let thread = Thread { throw Mishap() }
                try thread.start()
                try thread.join()
                let future = Future<Int>()
                future.addDoneCallback { _ in throw Mishap() }
                try future.finish(.success(1))
            }.trace
            precondition(trace.events.contains { $0.action == .end && $0.value == .text("a mishap") })
        }
    }
}

@Suite struct `a process that joins all before it ends` {
    @Test func `has waited for its threads, timers and pools, and for what they started`() async {
        await #expect(processExitsWith: .success) {
            let done = Mutex<Set<String>>([])
            @Sendable func note(_ what: String) { done.withLock { _ = $0.insert(what) } }
            let (pool, mayGo, isLate) = try (ThreadPool(workers: 2), Event(), Event())
            try Thread {
                try mayGo.wait()
                try Thread {
                    // A pool that its last holder forgets to shut down, and one that is made late.
                    let late = try ThreadPool(workers: 1)
                    note("late task \(try late.submit { 1 }.result())")
                    keeper.withLock { $0 = late }
                    isLate.set()
                }.start()
            }.start()
            try Thread(daemon: true) { try Event().wait() }.start()
            try Timer(after: .milliseconds(20)) { note("timer") }.start()
            for task in 0..<4 {
                _ = try pool.submit {
                    if task == 3 { mayGo.set() }
                    note("task \(task)")
                }
            }
            try Thread.joinAll()
            precondition(isLate.isSet)
            precondition(
                done.withLock { $0 } == ["timer", "task 0", "task 1", "task 2", "task 3", "late task 1"])
            do {
                _ = try pool.submit {}
                fatalError("a pool that should be shut down takes a task")
            } catch PoolError.shutDown {}
            // Nothing is left to wait for.
            try Thread.joinAll()
        }
    }

    @Test func `waits for nobody if there is nobody`() async {
        await #expect(processExitsWith: .success) { try Thread.joinAll() }
    }

    @Test(arguments: EngineUnderTest.watched)
    func `leaves it to a run to wait for its own`(engine: EngineUnderTest) throws {
        try engine.run {
            let mayEnd = Event()
            let other = try spawn { try mayEnd.wait() }
            try Thread.joinAll()
            mayEnd.set()
            try other.value()
        }
    }
}

/// Holds a pool for as long as the process lives.
private let keeper = Mutex<ThreadPool?>(nil)
