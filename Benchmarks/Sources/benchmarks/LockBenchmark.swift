import Foundation
import Scheduling
import Synchronization
import ThreadEngine
import Threading

/// Pairs of acquire and release around an increment: by one thread alone, and by 2 and 8 threads at once.
enum LockBenchmark {
    static func run() throws {
        for threads in [1, 2, 8] {
            var contest = Contest(
                title: threads == 1 ? "lock pair, uncontended" : "lock pairs, \(threads) threads",
                unit: threads == 1 ? .nanosecondsEach : .millionsPerSecond)
            contest.add("Lockstep") { try measure(LockstepSubject(), threads) }
            contest.add("Lockstep, in a run") { try inRun { try measure(LockstepSubject(), threads) } }
            contest.add("pthread_mutex") { try measure(PthreadSubject(), threads) }
            contest.add("Synchronization.Mutex") { try measure(MutexSubject(), threads) }
            try contest.run()
        }
    }

    /// Pairs a second, by threads that all go on for the same time: with a share of work for each, the first could
    /// be done before the last has begun, and nobody would contend.
    private static func measure(_ subject: some Subject, _ threads: Int) throws -> Double {
        let tally = try Tally(threads)
        let workers = (0..<threads).map { _ in
            Thread {
                try tally.start.wait()
                var pairs = 0
                while !tally.isOver.load(ordering: .relaxed) {
                    try subject.count(chunk)
                    pairs += chunk
                }
                tally.pairs.add(pairs, ordering: .relaxed)
            }
        }
        for worker in workers { try worker.start() }
        try tally.start.wait()
        let start = ContinuousClock.now
        usleep(50_000)
        tally.isOver.store(true, ordering: .relaxed)
        for worker in workers { try worker.join() }
        let time = (ContinuousClock.now - start) / .seconds(1)
        let pairs = tally.pairs.load(ordering: .relaxed)
        guard subject.total == pairs else {
            throw BenchmarkError.wrong(name: "\(type(of: subject))", expected: pairs, got: subject.total)
        }
        return Double(pairs) / time
    }

    /// How many pairs a thread does between two looks at the clock.
    private static let chunk = 100

    private final class Tally: Sendable {
        let start: Barrier
        let isOver = Synchronization.Atomic(false)
        let pairs = Synchronization.Atomic(0)

        init(_ threads: Int) throws { start = try Barrier(threads + 1) }
    }
}

/// Has a function called by the main thread of a run on OS threads, traced as every run is.
func inRun(_ body: @escaping @Sendable () throws -> Double) throws -> Double {
    let result = Mutex<Result<Double, any Error>>(.failure(BenchmarkError.noAnswer(program: "the run")))
    let engine = ThreadEngine(threadLimit: 16, eventLimit: 10_000, seed: 1)
    try engine.start {
        let outcome = Result { try body() }
        result.withLock { $0 = outcome }
    }
    _ = engine.wait(within: Budget(.seconds(60)))
    engine.stop()
    return try result.withLock { try $0.get() }
}

/// A counter under a lock. The loop is the subject's own, so that no indirect call is measured with it.
private protocol Subject: Sendable {
    func count(_ times: Int) throws
    var total: Int { get }
}

private final class LockstepSubject: Subject, @unchecked Sendable {  // `total` is protected by `lock`
    private let lock = Lock()
    private(set) var total = 0

    func count(_ times: Int) throws {
        for _ in 0..<times {
            try lock.acquire()
            total += 1
            try lock.release()
        }
    }
}

private final class PthreadSubject: Subject, @unchecked Sendable {  // `total` is protected by `mutex`
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private(set) var total = 0

    init() { pthread_mutex_init(mutex, nil) }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func count(_ times: Int) {
        for _ in 0..<times {
            pthread_mutex_lock(mutex)
            total += 1
            pthread_mutex_unlock(mutex)
        }
    }
}

private final class MutexSubject: Subject {
    private let mutex = Mutex(0)

    var total: Int { mutex.withLock { $0 } }

    func count(_ times: Int) {
        for _ in 0..<times { mutex.withLock { $0 += 1 } }
    }
}
