import LockstepTestKit
import Testing
import Threading

@Suite struct `a thread-local variable` {
    @Test(arguments: EngineUnderTest.allCases)
    func `is each thread's own`(on engine: EngineUnderTest) throws {
        try engine.run {
            let variable = ThreadLocal { 1 }
            let bothHaveWritten = try Barrier(2)
            let others = try spawn(count: 2) { number in
                try check(variable.value, is: 1)
                variable.value = number + 10
                try bothHaveWritten.wait()
                return variable.value
            }
            try check(others.map { try $0.value() }, is: [10, 11])
            try check(variable.value, is: 1)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is made when a thread first asks for it, and once`(on engine: EngineUnderTest) throws {
        try engine.run {
            let made = Shared(0)
            let variable = ThreadLocal {
                try? made.write(made.read() + 1)
                return 0
            }
            try check(made.read(), is: 0)
            variable.value += 1
            variable.value += 1
            try check((made.read(), variable.value) == (1, 2))
            try spawn { variable.value = 5 }.value()
            try check(made.read(), is: 1)
            try check(spawn { variable.value }.value(), is: 0)
            try check(made.read(), is: 2)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `is told apart from others of its type`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (a, b) = (ThreadLocal { "a" }, ThreadLocal { "b" })
            a.value += "1"
            try check([a.value, b.value], is: ["a1", "b"])
        }
    }

    // A missing value and a value that is nil look alike to a cast.
    @Test(arguments: EngineUnderTest.allCases)
    func `of an optional type begins with its first value, and can be nil`(on engine: EngineUnderTest) throws
    {
        try engine.run {
            let variable = ThreadLocal<Int?> { 5 }
            try check(variable.value, is: 5)
            variable.value = nil
            try check(variable.value, is: nil)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `goes when its thread ends`(on engine: EngineUnderTest) throws {
        try engine.run {
            final class Token: Sendable {
                let gone: Event
                init(gone: Event) { self.gone = gone }
                deinit { gone.set() }
            }
            let gone = Event()
            let variable = ThreadLocal<Token?> { nil }
            let other = try spawn { variable.value = Token(gone: gone) }
            try other.value()
            try check(gone.isSet)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `may go in using another, or itself`(on engine: EngineUnderTest) throws {
        try engine.run {
            final class Guest: Sendable {
                let leave: @Sendable () -> Void
                init(_ leave: @escaping @Sendable () -> Void) { self.leave = leave }
                deinit { leave() }
            }
            let (left, count) = (Shared(0), ThreadLocal { 0 })
            let (guest, other) = (ThreadLocal<Guest?> { nil }, ThreadLocal<Guest?> { nil })
            let count1 = try spawn {
                // In its place comes another; then the thread ends, and what goes leaves a third behind.
                guest.value = Guest {
                    count.value += 1
                    _ = guest.value
                }
                guest.value = Guest {
                    count.value += 10
                    other.value = Guest { try? left.write(left.read() + 1) }
                    guest.value = Guest { try? left.write(left.read() + 1) }
                }
                return count.value
            }
            try check(count1.value(), is: 1)
            try check(left.finalValue, is: 2)
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `goes with the variable, in all threads`(on engine: EngineUnderTest) throws {
        try engine.run {
            let (gone, mayEnd) = (Semaphore(SemaphoreState(permits: 0)), Event())
            let kept = Locked<ThreadLocal<Token>?>(ThreadLocal { Token(gone) })
            let others = try spawn(count: 2) { _ in
                _ = kept.withLock { $0 }?.value
                try mayEnd.wait()
            }
            _ = kept.withLock { $0 }?.value
            try waitUntil(2, blockedOn: mayEnd)
            try check(!gone.tryAcquire())
            _ = kept.withLock { $0.take() }
            for _ in 0..<3 { try check(gone.tryAcquire(), "a value outlives its variable") }
            mayEnd.set()
            for other in others { try other.value() }
            try check(!gone.tryAcquire())
        }
    }

    @Test(arguments: EngineUnderTest.allCases)
    func `goes once, if the thread and the variable end at the same time`(on engine: EngineUnderTest) throws {
        try engine.run {
            let gone = Semaphore(SemaphoreState(permits: 0))
            for _ in 0..<100 {
                let kept = Locked<ThreadLocal<Token>?>(ThreadLocal { Token(gone) })
                let other = try spawn { _ = kept.withLock { $0 }?.value }
                _ = kept.withLock { $0.take() }
                try other.value()
            }
            var count = 0
            while try gone.tryAcquire() { count += 1 }
            try check(count <= 100, "\(count) of 100 values")
        }
    }

    @Test func `of a thread that this library did not start goes when that ends`() throws {
        let gone = Semaphore(SemaphoreState(permits: 0))
        let variable = ThreadLocal { Token(gone) }
        try OSThread.start(named: "foreign") { _ = variable.value }.join()
        #expect(try gone.tryAcquire())
    }
}

/// Tells when it goes.
private final class Token: Sendable {
    private let gone: Semaphore
    init(_ gone: Semaphore) { self.gone = gone }
    deinit { gone.release() }
}
