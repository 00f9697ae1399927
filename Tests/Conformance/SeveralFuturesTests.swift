import LockstepTestKit
import Testing
import Threading

@Suite struct `waiting for several futures` {
    @Test(arguments: EngineUnderTest.allCases)
    func `until all are done takes the cancelled and the failed as well`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (a, b, c) = (Future<Int>(), Future<Int>(), Future<Int>())
            let waiter = try spawn {
                let (done, notDone) = try Future.wait(for: [c, a, b, a])
                return (done.map(ObjectIdentifier.init), notDone.isEmpty)
            }
            try waitUntil(blockedOn: c)
            try a.finish(.failure(Mishap()))
            try c.finish(.success(1))
            try waitUntil(blockedOn: b)
            b.cancel()
            try check(waiter.value() == ([c, a, b].map(ObjectIdentifier.init), true))
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `until the first is done needs no other`(on engine: EngineUnderTest) throws {
        try engine.run {
            let futures = (0..<3).map { _ in Future<Int>() }
            let waiter = try spawn {
                indices(try Future.wait(for: futures, until: .firstCompleted), in: futures)
            }
            try futures[1].finish(.success(1))
            try check(waiter.value() == ([1], [0, 2]))
            // One that is done already is found at once, and those that were not are left as they were.
            try check(
                indices(Future.wait(for: futures, timeout: .zero, until: .firstCompleted), in: futures)
                    == ([1], [0, 2]))
            try futures[0].finish(.success(0))
            try check(futures[2].cancel())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `until the first fails goes on when one has a result or is cancelled`(on engine: EngineUnderTest)
        throws
    {
        try engine.run {
            let futures = (0..<4).map { _ in Future<Int>() }
            let waiter = try spawn {
                indices(try Future.wait(for: futures, until: .firstFailed), in: futures)
            }
            futures[0].cancel()
            try futures[1].finish(.success(1))
            try check(!waiter.thread.join(timeout: .milliseconds(1)))
            try futures[3].finish(.failure(Mishap()))
            try check(waiter.value() == ([0, 1, 3], [2]))
            // Without any failure, all must be done.
            let others = Array(futures.prefix(3))
            let second = try spawn { indices(try Future.wait(for: others, until: .firstFailed), in: others) }
            try futures[2].finish(.success(2))
            try check(second.value() == ([0, 1, 2], []))
        }
    }

    @Test(arguments: EngineUnderTest.allCases, [CompletionGoal.allCompleted, .firstFailed, .firstCompleted])
    func `ends when the time is up`(engine: EngineUnderTest, goal: CompletionGoal) throws {
        try engine.run {
            let futures = (0..<2).map { _ in Future<Int>() }
            if goal != .firstCompleted { try futures[0].finish(.success(1)) }
            let done = goal == .firstCompleted ? [] : [0]
            for timeout in [Duration.milliseconds(5), .zero, .seconds(-1)] {
                let result = try Future.wait(for: futures, timeout: timeout, until: goal)
                try check(indices(result, in: futures) == (done, [0, 1].filter { !done.contains($0) }))
            }
            // Nothing is left behind in those that were waited for in vain.
            try check(futures[1].state.peek { $0.callbacks.count }, is: 0)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `for none is over at once`(on engine: EngineUnderTest) throws {
        try engine.run {
            for goal in [CompletionGoal.allCompleted, .firstFailed, .firstCompleted] {
                let (done, notDone) = try Future<Int>.wait(for: [], until: goal)
                try check(done.isEmpty && notDone.isEmpty)
            }
            var completed = Future<Int>.asCompleted([])
            try check(completed.next() == nil)
        }
    }

    @Test(arguments: EngineUnderTest.allCases, [CompletionGoal.allCompleted, .firstFailed, .firstCompleted])
    func `ends when the thread is interrupted`(engine: EngineUnderTest, goal: CompletionGoal) throws {
        try engine.run {
            let (future, isWaiting) = (Future<Int>(), Event())
            let waiter = try spawn {
                isWaiting.set()
                return failure { _ = try Future.wait(for: [future], until: goal) }
            }
            try isWaiting.wait()
            waiter.thread.interrupt()
            try check(waiter.value(), is: Interrupted.interrupted.description)
            try check(future.state.peek { $0.callbacks.count }, is: 0)
        }
    }
}

@Suite struct `futures as they are completed` {
    @Test(arguments: EngineUnderTest.allCases)
    func `come in that order, those first that are done already, and each once`(on engine: EngineUnderTest)
        throws
    {
        try engine.run {
            let futures = (0..<4).map { _ in Future<Int>() }
            try futures[2].finish(.success(2))
            var completed = Future.asCompleted(futures + futures)
            try check(completed.next() === futures[2])
            for index in [3, 0, 1] {
                let finisher = try spawn {
                    if index == 0 { futures[0].cancel() } else { try futures[index].finish(.success(index)) }
                }
                try check(completed.next() === futures[index])
                try finisher.value()
            }
            try check(completed.next() == nil)
            try check(completed.next() == nil)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `are those of a pool's tasks`(on engine: EngineUnderTest) throws {
        try engine.run {
            try ThreadPool(workers: 3).use { pool in
                var completed = try Future.asCompleted((0..<10).map { number in try pool.submit { number } })
                var results: [Int] = []
                while let future = try completed.next() { try results.append(future.result(timeout: .zero)) }
                try check(results.sorted(), is: Array(0..<10))
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `have their time from the call on, and tell how many are missing`(on engine: EngineUnderTest) throws
    {
        try engine.run {
            let futures = (0..<3).map { _ in Future<Int>() }
            var completed = Future.asCompleted(futures, timeout: .milliseconds(5))
            try futures[0].finish(.success(0))
            try sleep(for: .milliseconds(6))
            // What has been done is there, however late it is asked for.
            try check(completed.next() === futures[0])
            for _ in 0..<2 {
                try check(failure { _ = try completed.next() }, is: "2 of 3 futures were not done in time.")
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `are let go of, and forget who left`(on engine: EngineUnderTest) throws {
        try engine.run {
            let kept = Future<Int>()
            func readOne() throws {
                let passing = Locked<Future<Int>?>(Future())
                try passing.withLock { $0 }?.finish(.success(1))
                weak let seen = passing.withLock { $0 }
                var completed = Future.asCompleted(
                    [kept] + [passing.withLock { $0.take() }].compactMap(\.self))
                try check(completed.next() != nil)
                try check(seen == nil, "a future that was handed out is kept")
                try check(kept.state.peek { $0.callbacks.count }, is: 1)
            }
            try readOne()
            try check(kept.state.peek { $0.callbacks.count }, is: 0)
        }
    }
}

/// Which of some futures are done, and which are not.
private func indices(
    _ result: (done: [Future<Int>], notDone: [Future<Int>]), in futures: [Future<Int>]
) -> ([Int], [Int]) {
    let found = [result.done, result.notDone].map { part in
        part.compactMap { future in futures.firstIndex { $0 === future } }
    }
    return (found[0], found[1])
}
