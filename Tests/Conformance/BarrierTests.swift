import LockstepTestKit
import Testing
import Threading

@Suite struct `a barrier` {
    @Test(arguments: EngineUnderTest.allCases)
    func `lets nobody pass before all have come, and gives each its index`(on engine: EngineUnderTest) throws
    {
        try engine.run {
            let (barrier, log) = try (Barrier(4), Log<String>())
            let others = try spawn(count: 3) { _ in
                try log.add("come")
                let index = try barrier.wait()
                try log.add("pass")
                return index
            }
            try waitUntil { barrier.waiting == 3 }
            try check(log.entries, is: ["come", "come", "come"])
            let index = try barrier.wait()
            try check(index, is: 3)
            try check(others.map { try $0.value() }.sorted(), is: [0, 1, 2])
            try check(barrier.waiting == 0 && !barrier.isBroken)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `for one party lets it pass at once`(on engine: EngineUnderTest) throws {
        try engine.run {
            let barrier = try Barrier(1)
            for _ in 0..<3 { try check(barrier.wait(), is: 0) }
            try check(barrier.wait(timeout: .zero), is: 0)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `keeps phases apart`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (barrier, log) = try (Barrier(3), Log<Int>())
            let threads = try spawn(count: 3) { _ in
                for phase in 0..<30 {
                    try log.add(phase)
                    try barrier.wait()
                }
            }
            for thread in threads { try thread.value() }
            try check(log.entries, is: (0..<30).flatMap { [$0, $0, $0] })
        }
    }

    // The last to come has not yet let the others pass when one more comes: it belongs to the next phase.
    @Test(arguments: EngineUnderTest.allCases)
    func `takes no more than its parties into a phase`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (isActing, mayEnd) = (Event(), Event())
            let barrier = try Barrier(2) {
                isActing.set()
                try mayEnd.wait()
            }
            let firsts = try spawn(count: 2) { _ in try barrier.wait() }
            try isActing.wait()
            let late = try spawn { try barrier.wait() }
            try waitUntil(2, blockedOn: barrier.state)
            mayEnd.set()
            try check(firsts.map { try $0.value() }.sorted(), is: [0, 1])
            try waitUntil { barrier.waiting == 1 }
            try check(barrier.wait(), is: 1)
            try check(late.value(), is: 0)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `serves any number of threads, its parties at a time`(on engine: EngineUnderTest) throws {
        try engine.run {
            let barrier = try Barrier(2)
            for _ in 0..<30 {
                let threads = try spawn(count: 6) { _ in try barrier.wait() }
                try check(threads.map { try $0.value() }.sorted(), is: [0, 0, 0, 1, 1, 1])
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `has its action done once a phase, by the last to come, before any passes`(
        on engine: EngineUnderTest
    ) throws {
        try engine.run {
            let log = Log<String>()
            let barrier = try Barrier(3) { try log.add("action of \(Thread.current.name)") }
            let others = try spawn(count: 2) { _ in
                try barrier.wait()
                try log.add("pass")
            }
            try waitUntil { barrier.waiting == 2 }
            try barrier.wait()
            for other in others { try other.value() }
            try check(log.entries, is: ["action of MainThread", "pass", "pass"])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `breaks if its action throws`(on engine: EngineUnderTest) throws {
        try engine.run {
            let barrier = try Barrier(2, name: "B") { throw Mishap() }
            let other = try spawn { failure { try barrier.wait() } }
            try waitUntil { barrier.waiting == 1 }
            try check(failure { try barrier.wait() }, is: "a mishap")
            try check(other.value(), is: broken)
            try check(barrier.isBroken)
            try check(barrier.waiting, is: 0)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that is aborted fails for all who wait or come`(on engine: EngineUnderTest) throws {
        try engine.run {
            let barrier = try Barrier(3, name: "B")
            let others = try spawn(count: 2) { _ in failure { try barrier.wait() } }
            try waitUntil { barrier.waiting == 2 }
            barrier.abort()
            try check(others.map { try $0.value() }, is: [broken, broken])
            try check(barrier.isBroken)
            try check(failure { try barrier.wait() }, is: broken)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that is aborted during its action keeps the others until then, and lets the last pass`(
        on engine: EngineUnderTest
    ) throws {
        try engine.run {
            let (isActing, mayEnd, isDone) = (Event(), Event(), Shared(false))
            let barrier = try Barrier(3, name: "B") {
                isActing.set()
                try mayEnd.wait()
                try isDone.write(true)
            }
            let parties = try spawn(count: 3) { _ in
                let failure = failure { try barrier.wait() }
                try check(isDone.read(), "left before the action was done")
                return failure
            }
            try isActing.wait()
            try check(barrier.waiting, is: 3)
            barrier.abort()
            try check(barrier.isBroken)
            try check(barrier.waiting, is: 0)
            // Who comes to a broken barrier does not wait for the action.
            try check(failure { try barrier.wait() }, is: broken)
            mayEnd.set()
            try check(parties.map { try $0.value() }.filter { $0 == nil }.count, is: 1)
            try check(barrier.waiting, is: 0)
            try check(barrier.isBroken)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that is reset during its action lets all pass who have come, after it`(on engine: EngineUnderTest)
        throws
    {
        try engine.run {
            let (isActing, mayEnd, isDone) = (Event(), Event(), Shared(false))
            let barrier = try Barrier(2, name: "B") {
                isActing.set()
                try mayEnd.wait()
                try isDone.write(true)
            }
            let parties = try spawn(count: 2) { _ in
                let place = try barrier.wait()
                try check(isDone.read(), "left before the action was done")
                return place
            }
            try isActing.wait()
            barrier.reset()
            try check(!barrier.isBroken)
            // Who comes now is of the next phase, which begins after the action.
            let late = try spawn { failure { try barrier.wait() } }
            mayEnd.set()
            try check(parties.map { try $0.value() }.sorted(), is: [0, 1])
            try waitUntil { barrier.waiting == 1 }
            barrier.abort()
            try check(late.value(), is: broken)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that is aborted and reset during its action is broken for those who wait, and then new`(
        on engine: EngineUnderTest
    ) throws {
        try engine.run {
            let (isActing, mayEnd) = (Event(), Event())
            let barrier = try Barrier(2, name: "B") {
                isActing.set()
                try mayEnd.wait()
            }
            let parties = try spawn(count: 2) { _ in failure { try barrier.wait() } }
            try isActing.wait()
            barrier.abort()
            barrier.reset()
            try check(!barrier.isBroken)
            mayEnd.set()
            let failures = try parties.map { try $0.value() }
            try check(failures.filter { $0 == nil }.count, is: 1)
            try check(failures.compactMap(\.self), is: [broken])
            let others = try spawn(count: 2) { _ in try barrier.wait() }
            try check(others.map { try $0.value() }.sorted(), is: [0, 1])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `whose parties have all come lets nobody's time run out during its action`(
        on engine: EngineUnderTest
    )
        throws
    {
        try engine.run {
            // On a busy machine the time may be up before all have come, which shows nothing: then there is more of it.
            var time = Duration.milliseconds(10)
            while true {
                let (hasActed, wait) = (Event(), time)
                let barrier = try Barrier(3, name: "B") {
                    hasActed.set()
                    try sleep(for: wait * 3)
                }
                let parties = try spawn(count: 3) { _ in failure { try barrier.wait(timeout: wait) } }
                let failures = try parties.map { try $0.value() }
                if hasActed.isSet {
                    try check(failures, is: [nil, nil, nil])
                    return try check(!barrier.isBroken)
                }
                time *= 2
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `has nobody waiting once it is aborted, though some have yet to notice`(on engine: EngineUnderTest)
        throws
    {
        try engine.run {
            let barrier = try Barrier(3, name: "B")
            let others = try spawn(count: 2) { _ in failure { try barrier.wait() } }
            try waitUntil { barrier.waiting == 2 }
            barrier.abort()
            try check(barrier.waiting, is: 0)
            try check(others.map { try $0.value() }, is: [broken, broken])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that is reset fails for those who wait, and begins anew`(on engine: EngineUnderTest) throws {
        try engine.run {
            let barrier = try Barrier(3, name: "B")
            let others = try spawn(count: 2) { _ in failure { try barrier.wait() } }
            try waitUntil { barrier.waiting == 2 }
            barrier.reset()
            try check(barrier.waiting == 0 && !barrier.isBroken)
            try check(others.map { try $0.value() }, is: [broken, broken])
            try check(!barrier.isBroken)
            let again = try spawn(count: 3) { _ in try barrier.wait() }
            try check(again.map { try $0.value() }.sorted(), is: [0, 1, 2])
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that was broken serves again after a reset, whoever still leaves`(on engine: EngineUnderTest) throws
    {
        try engine.run {
            for _ in 0..<20 {
                let barrier = try Barrier(3, name: "B")
                let others = try spawn(count: 2) { _ in failure { try barrier.wait() } }
                try waitUntil { barrier.waiting == 2 }
                barrier.abort()
                barrier.reset()
                let again = try spawn(count: 3) { _ in try barrier.wait() }
                try check(again.map { try $0.value() }.sorted(), is: [0, 1, 2])
                try check(others.map { try $0.value() }, is: [broken, broken])
                try check(barrier.waiting == 0 && !barrier.isBroken)
            }
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `that is reset when nobody waits is as before`(on engine: EngineUnderTest) throws {
        try engine.run {
            let barrier = try Barrier(2)
            barrier.reset()
            let other = try spawn { try barrier.wait() }
            try check(barrier.wait() + other.value(), is: 1)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `breaks when somebody's time is up`(on engine: EngineUnderTest) throws {
        try engine.run {
            let barrier = try Barrier(3, name: "B")
            let patient = try spawn { failure { try barrier.wait() } }
            try waitUntil { barrier.waiting == 1 }
            let taken = try time {
                try check(failure { try barrier.wait(timeout: .milliseconds(10)) }, is: broken)
            }
            try check(taken >= .milliseconds(10))
            try check(patient.value(), is: broken)
            try check(barrier.isBroken)
            try check(barrier.waiting, is: 0)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `uses its own timeout where a wait names none`(on engine: EngineUnderTest) throws {
        try engine.run {
            let barrier = try Barrier(2, timeout: .milliseconds(5), name: "B")
            try check(time { try check(failure { try barrier.wait() }, is: broken) } >= .milliseconds(5))
        }
    }

    // Whoever's time is up while the last one comes either passes like all, or breaks the barrier for all.
    @Test(arguments: EngineUnderTest.allCases)
    func `is left by all parties of a phase alike, however close the timeout`(on engine: EngineUnderTest)
        throws
    {
        try engine.run {
            for round in 0..<100 {
                let barrier = try Barrier(2, name: "B")
                let other = try spawn { failure { try barrier.wait(timeout: .microseconds(200)) } }
                try sleep(for: .microseconds(100 + round))
                let mine = failure { try barrier.wait(timeout: .seconds(30)) }
                try check(other.value(), is: mine)
                try check(barrier.isBroken, is: mine != nil)
            }
        }
    }
}

private let broken = "B is broken: a party gave up, or it was aborted or reset."
