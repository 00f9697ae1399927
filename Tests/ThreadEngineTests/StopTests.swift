import Events
import Glibc
import Scheduling
import Synchronization
import Testing
import ThreadEngine
import Threading
import Tracing

@Suite struct `stopping a run` {
    @Test func `ends it at its timeout, and not before`() throws {
        let engine = ThreadEngine(threadLimit: 10, eventLimit: 1_000, seed: 1)
        try engine.start { while true { try sleep(for: .seconds(100)) } }
        #expect(engine.wait(within: Budget(.milliseconds(20))) == .timedOut)
        #expect(engine.now() >= 20_000_000)
        #expect(engine.stop() == [0])
        #expect(engine.trace().events.last?.action == .end)
    }

    @Test func `ends it when it is cancelled, even before it is waited for`() throws {
        let engine = ThreadEngine(threadLimit: 10, eventLimit: 1_000, seed: 1)
        try engine.start { while true { try sleep(for: .seconds(100)) } }
        let budget = Budget(.seconds(60))
        budget.cancel()
        #expect(engine.wait(within: budget) == .cancelled)
        #expect(engine.stop() == [0])
        _ = engine.trace()
    }

    @Test func `is told from elsewhere while somebody waits`() throws {
        let engine = ThreadEngine(threadLimit: 10, eventLimit: 1_000, seed: 1)
        try engine.start { while true { try sleep(for: .seconds(100)) } }
        let budget = Budget(.seconds(60))
        let canceller = Thread { budget.cancel() }
        try canceller.start()
        #expect(engine.wait(within: budget) == .cancelled)
        try canceller.join()
        engine.stop()
        _ = engine.trace()
    }

    @Test func `changes nothing of a run that has ended`() throws {
        let engine = ThreadEngine(threadLimit: 10, eventLimit: 1_000, seed: 1)
        try engine.start {}
        let budget = Budget(.seconds(60))
        #expect(engine.wait(within: budget) == .finished)
        budget.cancel()
        #expect(engine.wait(within: budget) == .finished)
        #expect(engine.stop().isEmpty)
        #expect(engine.trace().threads.map(\.name) == ["MainThread"])
    }

    @Test func `leaves no thread behind that was started meanwhile`() throws {
        for _ in 0..<20 {
            let ran = try Ran(timeout: .milliseconds(2)) {
                while true {
                    // The limit comes before the timeout, perhaps.
                    try? Thread { try Event().wait(timeout: .seconds(100)) }.start()
                    try Thread.checkInterruption()
                }
            }
            #expect(ran.end == .timedOut)
            let ended = Set(ran.trace.events.filter { $0.action == .end }.map(\.thread))
            let started = Set(ran.trace.events.filter { $0.action == .start }.map(\.thread))
            #expect(ended == started)
        }
    }

    @Test func `ends a chain of threads that each start the next`() throws {
        @Sendable func link() throws { try Thread { try link() }.start() }
        let ran = try Ran(timeout: .milliseconds(5)) { try link() }
        #expect(ran.end == .timedOut)
    }

    @Test func `gives no thread what another lets go in unwinding`() throws {
        for _ in 1...200 {
            let ran = try Ran {
                let locks = (0..<8).map { _ in Lock() }
                let allHold = try Barrier(locks.count)
                for index in locks.indices {
                    try Thread {
                        try locks[index].withLock {
                            try allHold.wait()
                            try locks[(index + 1) % locks.count].withLock {}
                        }
                    }.start()
                }
            }
            #expect(ran.end == .cycle)
            let unwinding = ran.trace.events.drop { $0.phase != .interrupt }
            #expect(!unwinding.contains { $0.action == .acquire && $0.phase == .done })
        }
    }

    @Test func `lets threads go that come back to the engine meanwhile`() throws {
        let engine = ThreadEngine(threadLimit: 10, eventLimit: 1_000, seed: 1)
        try engine.start { try Inquirer(name: "inquirer").start() }
        #expect(engine.wait(within: Budget(.seconds(60))) == .finished)
        engine.stop()
        let letGo = Thread { _ = engine.trace() }
        try letGo.start()
        #expect(try letGo.join(timeout: .seconds(30)))
    }

    @Test func `says who was interrupted, in the trace as well`() throws {
        let ran = try Ran {
            let never = Event(name: "never")
            try Thread(name: "waiter") { try never.wait() }.start()
            try never.wait()
        }
        #expect(ran.end == .quiescent)
        #expect(ran.interrupted == [0, 1])
        let phases = ran.events(on: "never").map(\.phase)
        #expect(phases.filter { $0 == .wait }.count == 2)
        #expect(phases.filter { $0 == .interrupt }.count == 2)
        #expect(ran.failure(of: 0) == TraceValue.none, "an interruption is no failure of the program")
    }
}

/// What a guard can raise; it must not act on any object.
private final class Flag: Sendable {
    let isUp = Synchronization.Atomic<Bool>(false)
}

@Suite struct `a thread that is interrupted by another` {
    // It is interrupted after it has looked whether it is, and before it sleeps: it will wake at once. Its guard is
    // where the test can hold it there until the other waits for it.
    @Test func `does not count as waiting for ever`() throws {
        let ran = try Ran {
            let (never, flag) = (Event(), Flag())
            let other = Thread {
                let me = Thread.current
                _ = try never.state.perform(
                    .wait, file: #fileID, line: #line,
                    when: { _ in
                        flag.isUp.store(true, ordering: .relaxed)
                        while me.life.waiterCount == 0 || !me.isInterrupted {}
                        return false
                    }
                ) { _ in }
            }
            try other.start()
            while !flag.isUp.load(ordering: .relaxed) { try sleep(for: .microseconds(10)) }
            other.interrupt()
            try other.join()
        }
        #expect(ran.end == .finished)
    }
}

/// A thread that still asks its engine something when it goes.
private final class Inquirer: Thread, @unchecked Sendable {  // no state of its own
    override func run() {}
    deinit { _ = engine.threads }
}

@Suite struct `after many runs` {
    // In a process of its own, in which nobody else starts threads.
    @Test func `a process has as many threads and descriptors as after the first`() async {
        await #expect(processExitsWith: .success) {
            func entries(of directory: String) -> Int {
                guard let handle = opendir(directory) else { return -1 }
                defer { closedir(handle) }
                var count = 0
                while readdir(handle) != nil { count += 1 }
                return count
            }
            // A thread that was joined may still be there for a moment, until the kernel has taken it away.
            func threadsAndDescriptors() -> [Int] {
                ["/proc/self/task", "/proc/self/fd"].map { directory in
                    (0..<50).map { _ in
                        usleep(1_000)
                        return entries(of: directory)
                    }.min() ?? 0
                }
            }
            func deadlock() throws -> RunEnd {
                try Ran {
                    let (a, b) = (Lock(), Lock())
                    let bothHold = try Barrier(2)
                    for (first, second) in [(a, b), (b, a)] {
                        try Thread {
                            try first.withLock {
                                try bothHold.wait()
                                try second.withLock {}
                            }
                        }.start()
                    }
                }.end
            }
            var first: [Int] = []
            for round in 0..<1_000 {
                let end = try deadlock()
                precondition(end == .cycle)
                if round == 9 { first = threadsAndDescriptors() }
            }
            // On a busy machine that moment may be long.
            var last = threadsAndDescriptors()
            for _ in 0..<200 where zip(first, last).contains(where: <) { last = threadsAndDescriptors() }
            precondition(
                !zip(first, last).contains(where: <), "threads and descriptors went from \(first) to \(last)")
        }
    }
}
