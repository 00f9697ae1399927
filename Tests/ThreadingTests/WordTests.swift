import CThreading
import Synchronization
import Testing
import Threading

/// What is shared with threads of the operating system in these tests.
private final class Words: Sendable {
    let lock = WordLock()
    let parker = Parker()
    let other = Parker()
    let count = Synchronization.Atomic<Int>(0)
    /// Protected by `lock`.
    nonisolated(unsafe) var unprotected = 0

    func park(for nanoseconds: Int64?) -> Bool {
        parker.park(until: nanoseconds.map { lockstep_monotonic_ns() + $0 })
    }
}

/// Runs bodies on OS threads of their own, and waits for them all.
private func inParallel(_ bodies: (@Sendable () -> Void)...) throws {
    var handles: [OSThreadBox] = []
    for body in bodies { handles.append(OSThreadBox(try OSThread.start(named: "test", body))) }
    for handle in handles { handle.join() }
}

/// Holds a thread in an array, which takes only what can be copied.
private final class OSThreadBox {
    private var thread: OSThread?
    init(_ thread: consuming OSThread) { self.thread = consume thread }
    func join() { thread.take()?.join() }
}

@Suite struct `the words under locks and parkers` {
    @Test func `a lock hands over between many threads without losing an increment`() throws {
        let lock = Lock()
        let counter = Shared(0)
        let threads = (0..<8).map { _ in
            Thread {
                for _ in 0..<2_000 {
                    try lock.withLock { try counter.write(counter.read() + 1) }
                }
            }
        }
        for thread in threads { try thread.start() }
        for thread in threads { try thread.join() }
        #expect(counter.finalValue == 16_000)
    }

    @Test func `a word lock excludes under contention`() throws {
        let words = Words()
        let body: @Sendable () -> Void = {
            for _ in 0..<20_000 {
                words.lock.acquire()
                words.unprotected += 1
                words.lock.release()
            }
        }
        try inParallel(body, body, body, body)
        #expect(words.unprotected == 80_000)
    }

    @Test func `a token that comes first is not lost, and many count as one`() {
        let words = Words()
        #expect(!words.park(for: 1_000_000))
        words.parker.unpark()
        words.parker.unpark()
        #expect(words.park(for: nil))
        #expect(!words.park(for: 1_000_000))
    }

    @Test func `a token is taken though the deadline is past, and else parking ends at the deadline`() {
        let words = Words()
        words.parker.unpark()
        #expect(words.park(for: 0))
        let start = lockstep_monotonic_ns()
        #expect(!words.park(for: 5_000_000))
        #expect(lockstep_monotonic_ns() >= start + 5_000_000)
    }

    @Test func `two threads that park and unpark in turn never lose a token`() throws {
        let words = Words()
        try inParallel(
            {
                for _ in 0..<5_000 {
                    words.other.unpark()
                    _ = words.parker.park(until: nil)
                    words.count.add(1, ordering: .relaxed)
                }
            },
            {
                for _ in 0..<5_000 {
                    _ = words.other.park(until: nil)
                    words.count.add(1, ordering: .relaxed)
                    words.parker.unpark()
                }
            })
        #expect(words.count.load(ordering: .relaxed) == 10_000)
    }

    // The deadline and the token race: whatever comes of it, each token is taken exactly once.
    @Test func `a token that meets the deadline is neither lost nor taken twice`() throws {
        let words = Words()
        try inParallel(
            {
                for _ in 0..<2_000 {
                    _ = words.other.park(until: nil)
                    words.parker.unpark()
                }
            },
            {
                for _ in 0..<2_000 {
                    words.other.unpark()
                    while !words.park(for: 10_000) {}
                    words.count.add(1, ordering: .relaxed)
                }
            })
        #expect(words.count.load(ordering: .relaxed) == 2_000)
        #expect(!words.park(for: 0))
    }
}

@Suite struct `threads that the library did not start` {
    @Test func `are alive until they end, and can be joined`() throws {
        let adopted = Mutex<Thread?>(nil)
        let thread = Mutex<Bool?>(nil)
        try inParallel {
            adopted.withLock { $0 = Thread.current }
            let isSame = adopted.withLock { $0 === Thread.current }
            thread.withLock {
                $0 = isSame && Thread.current.isAlive && Thread.enumerate().contains { $0 === Thread.current }
            }
        }
        #expect(thread.withLock { $0 } == true)
        let ended = try #require(adopted.withLock { $0 })
        #expect(!ended.isAlive)
        #expect(try ended.join(timeout: .zero))
        #expect(!Thread.enumerate().contains { $0 === ended })
    }
}
