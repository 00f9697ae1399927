import Events
import LockstepTestKit
import Scheduling
import Testing
import Threading
import Tracing

@Suite struct `a thread's attributes` {
    /// As Python's classes do: they settle the rest once the thread is made.
    private final class Worker: Thread, @unchecked Sendable {  // it has nothing of its own
        init(number: Int) throws {
            super.init()
            try setName("worker \(number)")
            try setDaemon(true)
        }

        override func run() throws {}
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `can be set until it is started`(on engine: EngineUnderTest) throws {
        try engine.run {
            let thread = try Worker(number: 1)
            try check((thread.name, thread.isDaemon) == ("worker 1", true))
            try thread.setDaemon(false)
            try thread.setName("W")
            try check((thread.name, thread.isDaemon) == ("W", false))
            try thread.start()
            let refusal = "W cannot be changed: it has been started."
            for _ in 0..<2 {
                try check(failure { try thread.setName("V") }, is: refusal)
                try check(failure { try thread.setDaemon(true) }, is: refusal)
                try check(failure { try thread.setStackSize(1 << 20) }, is: refusal)
                try thread.join()
            }
            try check((thread.name, thread.isDaemon) == ("W", false))
            try check(failure { try thread.start() }, is: "W cannot be started: it has been started before.")
        }
    }

    @Test(arguments: EngineUnderTest.watched)
    func `are those that the trace has, of the thread and of its life`(on engine: EngineUnderTest) throws {
        let (end, trace) = try engine.watch {
            let thread = Thread { try Event().wait() }
            try thread.setName("W")
            try thread.setDaemon(true)
            try thread.start()
        }
        #expect(end == .finished)
        let thread = try #require(trace.threads.first { $0.parent != nil })
        #expect((thread.name, thread.daemon) == ("W", true))
        #expect(trace.objects.filter { $0.kind == .thread }.map(\.name).sorted() == [Thread.mainName, "W"])
    }

    @Test func `have a stack of the size that was asked for, if the system has as much`() throws {
        for engine in [EngineUnderTest.free, .threads] {
            try engine.run {
                let deep = Thread { try check(depth(to: 40_000), is: 40_000) }
                try deep.setStackSize(64 << 20)
                try deep.start()
                try deep.join()
                let huge = Thread(name: "T") {}
                try huge.setStackSize(1 << 40)
                // Refused, or given: as much as the system promises.
                do { try huge.start() } catch ThreadError.refusedBySystem { return }
                try huge.join()
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `refuse stacks that cannot be meant`(on engine: EngineUnderTest) throws {
        try engine.run {
            let thread = Thread(name: "T") {}
            for size in [0, -1, 4096, .min] {
                try check(
                    failure { try thread.setStackSize(size) },
                    is: "T cannot take \(size) as stack size: it must be 32768 or more.")
            }
            try check(failure { try thread.setStackSize(.max) }?.hasSuffix("or less.") == true)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `are its timer's, too`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (timer, seen) = (Timer(after: .zero, daemon: true) { throw Mishap() }, SimpleQueue<Bool>())
            timer.cancel()
            try timer.start()
            try timer.join()
            let alarm = Timer(after: .zero, daemon: true) { seen.put(Thread.current.isDaemon) }
            try alarm.start()
            try check(seen.get(), is: true)
            try alarm.join()
        }
    }
}

@Suite struct `the main thread` {
    @Test(arguments: EngineUnderTest.watched)
    func `is the first of its run, for all of its threads, and after its end`(on engine: EngineUnderTest)
        throws
    {
        let (end, _) = try engine.watch {
            let first = Thread.current
            try check(Thread.main === first)
            try check(first.name, is: "MainThread")
            try spawn {
                try check(Thread.main === first)
                try spawn { try check(Thread.main === first) }.value()
            }.value()
            let late = Thread {
                try first.join()
                guard Thread.main === first, !Thread.main.isAlive else { throw Mishap() }
            }
            try late.start()
        }
        #expect(end == .finished)
    }

    @Test func `is the process's outside of runs, also if it has never asked`() throws {
        let isFound = Thread.main
        #expect(isFound.name == "MainThread")
        #expect(isFound.isAlive && !isFound.isDaemon)
        try OSThread.start(named: "other") { precondition(Thread.main === isFound) }.join()
    }
}

/// Recurs as deep, with a kilobyte for each call.
private func depth(to limit: Int) -> Int {
    withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 8) { frame in
        frame[0] = UInt8(truncatingIfNeeded: limit)
        let deeper = limit == 0 ? 0 : depth(to: limit - 1) + 1
        return frame[0] == UInt8(truncatingIfNeeded: limit) ? deeper : -1
    }
}
