import LockstepTestKit
import Testing
import Threading

@Suite struct `a thread pool` {
    @Test(arguments: EngineUnderTest.allCases)
    func `gives each job's result or error to its future`(on engine: EngineUnderTest) throws {
        try engine.run {
            try ThreadPool(workers: 2).use { pool in
                let squares = try (0..<20).map { number in try pool.submit { number * number } }
                let failing = try pool.submit { throw Mishap() }
                try check(squares.map { try $0.result() }, is: (0..<20).map { $0 * $0 })
                try check(failure { try failing.result() }, is: "a mishap")
                try check(pool.submit { 1 }.result(), is: 1)
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `does jobs in the order in which they came if it has one worker`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, log) = try (ThreadPool(workers: 1, name: "P"), Log<String>())
            for number in 0..<5 { try pool.execute { try? log.add("\(number) on \(Thread.current.name)") } }
            pool.shutdown()
            try check(log.entries, is: (0..<5).map { "\($0) on P_0" })
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `has as many jobs done at once as it has workers, and no more`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, mayEnd) = try (ThreadPool(workers: 3), Semaphore(0))
            let running = Shared(0, name: "running")
            let lock = Lock()
            let jobs = try (0..<7).map { _ in
                try pool.submit {
                    try lock.withLock { try running.write(running.read() + 1) }
                    try mayEnd.acquire()
                }
            }
            try waitUntil(3, blockedOn: mayEnd.state)
            try check((running.finalValue, pool.queued) == (3, 4))
            try check(jobs.filter(\.isRunning).count, is: 3)
            try mayEnd.release(7)
            pool.shutdown()
            try check(jobs.allSatisfy(\.isDone))
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `starts no more workers than it needs at once`(on engine: EngineUnderTest) throws {
        try engine.run {
            let pool = try ThreadPool(workers: 8)
            func workers() -> (all: Int, idle: Int) { pool.core.state.peek { ($0.workers, $0.idle) } }
            try check(workers() == (0, 0))
            for _ in 0..<20 {
                try pool.submit {}.result()
                try waitUntil { workers().idle == 1 }
            }
            try check(workers() == (1, 1))
            let mayEnd = Event()
            let jobs = try (0..<3).map { _ in try pool.submit { _ = try mayEnd.wait() } }
            try waitUntil(3, blockedOn: mayEnd.state)
            try check(workers() == (3, 0))
            mayEnd.set()
            for job in jobs { try job.result() }
            try waitUntil { workers().idle == 3 }
            pool.shutdown()
            try check(workers() == (0, 0))
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `refuses jobs once it is shut down, and does those it has`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, mayEnd) = try (ThreadPool(workers: 1, name: "P"), Event())
            let jobs = try (0..<3).map { number in
                try pool.submit {
                    try mayEnd.wait()
                    return number
                }
            }
            pool.shutdown(wait: false)
            let refused = "P takes no more jobs: it has been shut down."
            try check(failure { _ = try pool.submit {} }, is: refused)
            try check(failure { try pool.execute {} }, is: refused)
            try check(failure { _ = try pool.map([1]) { $0 } }, is: refused)
            mayEnd.set()
            pool.shutdown()
            try check(jobs.map { try $0.result(timeout: .zero) }, is: [0, 1, 2])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that is shut down without having had a job needs no waiting`(on engine: EngineUnderTest) throws {
        try engine.run {
            let pool = try ThreadPool(workers: 2)
            pool.shutdown()
            pool.shutdown(wait: true, cancelPending: true)
            try check(pool.workers.all, is: 0)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `cancels at its shutdown what nobody has begun, if asked to`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, mayEnd, log) = try (ThreadPool(workers: 1), Event(), Log<String>())
            let begun = try pool.submit {
                try mayEnd.wait()
                return 1
            }
            try waitUntil(blockedOn: mayEnd.state)
            let pending = try (0..<2).map { _ in try pool.submit { 2 } }
            pending[0].addDoneCallback { _ in try log.add("called") }
            pool.shutdown(wait: false, cancelPending: true)
            try check(pending.allSatisfy(\.isCancelled))
            try check(log.entries, is: ["called"])
            mayEnd.set()
            try check(begun.result(), is: 1)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `passes over a job that was cancelled while it was queued`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, mayEnd, log) = try (ThreadPool(workers: 1), Event(), Log<Int>())
            let jobs = try (0..<4).map { number in
                try pool.submit {
                    try mayEnd.wait()
                    try log.add(number)
                }
            }
            try waitUntil(blockedOn: mayEnd.state)
            try check(!jobs[0].cancel() && jobs[2].cancel())
            mayEnd.set()
            pool.shutdown()
            try check(log.entries, is: [0, 1, 3])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `refuses what its queue has no room for`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, mayEnd) = try (ThreadPool(workers: 1, queueLimit: 2, name: "P"), Event())
            let begun = try pool.submit { try mayEnd.wait() }
            try waitUntil(blockedOn: mayEnd.state)
            let queued = try (0..<2).map { _ in try pool.submit {} }
            let refused = "P takes no more jobs: 2 are waiting already."
            try check(failure { _ = try pool.submit {} }, is: refused)
            // A map that is refused in the middle takes back what it had queued.
            try check(queued[0].cancel())
            try check(failure { _ = try pool.map([1, 2, 3]) { $0 } }, is: refused)
            mayEnd.set()
            try check(begun.result())
            try queued[1].result()
            pool.shutdown()
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that nobody holds any more sends its workers home, after their jobs`(on engine: EngineUnderTest)
        throws
    {
        try engine.run {
            var pool: ThreadPool? = try ThreadPool(workers: 2)
            let mayEnd = Event()
            let workers = try (0..<2).map { _ in
                try pool?.submit {
                    try mayEnd.wait()
                    return Thread.current
                }
            }
            let queued = try pool?.submit { 3 }
            pool = nil
            mayEnd.set()
            try check(queued?.result(), is: 3)
            for worker in workers { try check(worker?.result().join() == true) }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `takes jobs from its own jobs`(on engine: EngineUnderTest) throws {
        try engine.run {
            try ThreadPool(workers: 2).use { pool in
                let outer = try pool.submit { try pool.submit { 1 }.result() + 1 }
                try check(outer.result(), is: 2)
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `can be shut down by one of its own jobs`(on engine: EngineUnderTest) throws {
        try engine.run {
            let pool = try ThreadPool(workers: 2)
            let mayEnd = Event()
            let other = try pool.submit { try mayEnd.wait() }
            let job = try pool.submit { pool.shutdown() }
            try waitUntil { pool.core.state.peek { $0.isShutDown } }
            try check(!job.isDone, "it waits for the other worker")
            mayEnd.set()
            try job.result()
            try check(other.result())
        }
    }

    // A job is accepted before its worker is started: a shutdown that comes between waits for it all the same.
    @Test(arguments: EngineUnderTest.allCases)
    func `has done every job it accepted when its shutdown returns`(on engine: EngineUnderTest) throws {
        try engine.run {
            for _ in 0..<100 {
                let (pool, isDown, late, start) = try (ThreadPool(workers: 2), Event(), Event(), Barrier(2))
                let submitter = try spawn {
                    try start.wait()
                    return try? pool.submit { if isDown.isSet { late.set() } }
                }
                try start.wait()
                pool.shutdown()
                isDown.set()
                try submitter.value()?.result()
                try check(!late.isSet)
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `starts another worker for one that was interrupted`(on engine: EngineUnderTest) throws {
        try engine.run {
            for isBusy in [false, true] {
                let pool = try ThreadPool(workers: 1)
                let worker = try pool.submit { Thread.current }.result()
                if isBusy {
                    let job = try pool.submit { _ = try Event().wait() }
                    try waitUntil { job.isRunning }
                    worker.interrupt()
                    try check(failure { try job.result() }, is: Interrupted.interrupted.description)
                } else {
                    try waitUntil(blockedOn: pool.core.state)
                    worker.interrupt()
                }
                try worker.join()
                try check(pool.submit { 2 }.result(), is: 2)
                pool.shutdown()
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `cancels the jobs of its last worker if that is interrupted`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, mayEnd) = try (ThreadPool(workers: 1, name: "P"), Event())
            let job = try pool.submit { try? mayEnd.wait() }
            try waitUntil(blockedOn: mayEnd.state)
            let queued = try pool.submit(name: "F") { 1 }
            // By its maker, not by its name: outside a run, the threads of other tests are listed as well.
            for thread in Thread.enumerate() where thread.parent == Thread.current.id { thread.interrupt() }
            try check(job.result() == nil)
            try check(failure { _ = try queued.result() }, is: "F was cancelled.")
            pool.shutdown()
        }
    }
}

@Suite struct `mapping over a pool` {
    @Test(arguments: EngineUnderTest.allCases)
    func `gives results in the order of the inputs, in chunks or not`(on engine: EngineUnderTest) throws {
        try engine.run {
            try ThreadPool(workers: 3).use { pool in
                for chunkSize in [1, 2, 7, 100] {
                    var results = try pool.map(0..<20, chunkSize: chunkSize) { $0 * 2 }
                    try check(results.collect(), is: (0..<20).map { $0 * 2 })
                    try check(results.next() == nil)
                }
                var none = try pool.map([Int]()) { $0 }
                try check(none.next() == nil)
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `gives results in order though they are finished in another`(on engine: EngineUnderTest) throws {
        try engine.run {
            try ThreadPool(workers: 3).use { pool in
                let turns = (0..<3).map { _ in Event() }
                turns[2].set()
                // Each waits for the one after it.
                var results = try pool.map(0..<3) { number in
                    try turns[number].wait()
                    if number > 0 { turns[number - 1].set() }
                    return number
                }
                try check(results.collect(), is: [0, 1, 2])
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `works through a chunk on one worker`(on engine: EngineUnderTest) throws {
        try engine.run {
            try ThreadPool(workers: 4).use { pool in
                var results = try pool.map(0..<12, chunkSize: 4) { _ in Thread.current.id }
                let workers = try results.collect()
                for chunk in 0..<3 { try check(Set(workers[chunk * 4..<chunk * 4 + 4]).count, is: 1) }
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `gives an error at its place, and cancels the rest`(on engine: EngineUnderTest) throws {
        try engine.run {
            for chunkSize in [1, 2] {
                let (pool, mayEnd, log) = try (ThreadPool(workers: 1), Event(), Log<Int>())
                var results = try pool.map(0..<8, chunkSize: chunkSize) { number in
                    if number == 3 { throw Mishap() }
                    if number >= 4 { try mayEnd.wait() }
                    try log.add(number)
                    return number
                }
                for number in 0..<3 { try check(results.next(), is: number) }
                try check(failure { _ = try results.next() }, is: "a mishap")
                try check(results.next() == nil, "after an error there are no more results")
                mayEnd.set()
                pool.shutdown()
                // One of the jobs after the failed one may have been begun before it was to be cancelled: the first,
                // or one after it, if the worker found those before it cancelled already.
                let begun = Array(log.entries.drop { $0 < 4 })
                let jobs = stride(from: 4, to: 8, by: chunkSize).map { Array($0..<$0 + chunkSize) }
                try check(begun == [] || jobs.contains(begun))
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `gives up when its time is up, and cancels the rest`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (pool, mayEnd, log) = try (ThreadPool(workers: 1), Event(), Log<Int>())
            let taken = try time {
                var results = try pool.map(0..<4, timeout: .milliseconds(10)) { number in
                    if number == 1 { try mayEnd.wait() }
                    try log.add(number)
                }
                let error = failure { _ = try results.collect() }
                try check(error?.hasSuffix("was not done in time.") == true)
            }
            try check(taken >= .milliseconds(10))
            mayEnd.set()
            pool.shutdown()
            try check([0, 1].starts(with: log.entries))
        }
    }
}
