import Dispatch
import NIOPosix
import Synchronization
import Threading

/// Empty tasks a second through pools of two threads. (Only the concurrent queue of Dispatch is as wide as the
/// machine: its width cannot be set.)
struct PoolBenchmark {
    private static let workers = 2
    private static let batch = 100_000
    private static let ones = 5_000
    private let peers: String

    init(_ options: Options) throws { peers = try options.path("peers") }

    func run() throws {
        let workers = String(Self.workers)
        let python = try Peer("python3", ["\(peers)/pool.py", workers])
        let java = try Peer("java", ["\(peers)/Pool.java", workers])
        defer { for peer in [python, java] { peer?.stop() } }
        if python == nil { print("CPython is not measured: there is no python3 on this machine.\n") }
        if java == nil { print("Java is not measured: there is no java on this machine.\n") }

        let nio = NIOThreadPool(numberOfThreads: Self.workers)
        nio.start()
        defer { nio.shutdownGracefully { _ in } }
        try ThreadPool(workers: Self.workers).use { pool in
            try plain(pool, nio, java)
            try batch(pool, python, java)
            try oneByOne(pool, nio, python, java)
        }
    }

    private func plain(_ pool: ThreadPool, _ nio: NIOThreadPool, _ java: Peer?) throws {
        var contest = Contest(
            title: "\(Self.batch) tasks without result", unit: .millionsPerSecond, warmUps: 5)
        let count = Self.batch
        contest.add("Lockstep") {
            try countdown(from: count) { task in try pool.execute { task() } }
        }
        contest.add("Dispatch, async") {
            let queue = DispatchQueue(label: "benchmark", attributes: .concurrent)
            return try countdown(from: count) { task in queue.async(execute: task) }
        }
        contest.add("NIOThreadPool") {
            try countdown(from: count) { task in nio.submit { _ in task() } }
        }
        if let java {
            contest.add("Java, execute") { 1e9 * Double(count) / (try java.ask("plain \(count)")) }
        }
        try contest.run()
    }

    private func batch(_ pool: ThreadPool, _ python: Peer?, _ java: Peer?) throws {
        var contest = Contest(
            title: "\(Self.batch) tasks with a result each", unit: .millionsPerSecond, warmUps: 5)
        let count = Self.batch
        contest.add("Lockstep") {
            try rate(of: count) {
                let futures = try (0..<count).map { _ in try pool.submit {} }
                for future in futures { try future.result() }
            }
        }
        contest.add("Dispatch, work items") {
            let queue = DispatchQueue(label: "benchmark", attributes: .concurrent)
            return rate(of: count) {
                let items = (0..<count).map { _ in DispatchWorkItem {} }
                for item in items { queue.async(execute: item) }
                for item in items { item.wait() }
            }
        }
        if let python {
            let fewer = count / 10
            contest.add("CPython, a tenth of them") {
                1e9 * Double(fewer) / (try python.ask("batch \(fewer)"))
            }
        }
        if let java { contest.add("Java, submit") { 1e9 * Double(count) / (try java.ask("batch \(count)")) } }
        try contest.run()
    }

    private func oneByOne(_ pool: ThreadPool, _ nio: NIOThreadPool, _ python: Peer?, _ java: Peer?) throws {
        var contest = Contest(title: "submit and wait, one by one", unit: .millionsPerSecond, warmUps: 5)
        let count = Self.ones
        contest.add("Lockstep") {
            try rate(of: count) { for _ in 0..<count { try pool.submit {}.result() } }
        }
        contest.add("Dispatch, work item") {
            let queue = DispatchQueue(label: "benchmark", attributes: .concurrent)
            return rate(of: count) {
                for _ in 0..<count {
                    let item = DispatchWorkItem {}
                    queue.async(execute: item)
                    item.wait()
                }
            }
        }
        contest.add("NIOThreadPool, semaphore") {
            let done = DispatchSemaphore(value: 0)
            return rate(of: count) {
                for _ in 0..<count {
                    nio.submit { _ in done.signal() }
                    done.wait()
                }
            }
        }
        for (name, peer) in [("CPython", python), ("Java", java)] {
            guard let peer else { continue }
            contest.add(name) { 1e9 * Double(count) / (try peer.ask("one \(count)")) }
        }
        try contest.run()
    }
}

/// The rate at which tasks are submitted and done, each of which does no more than count itself.
private func countdown(from count: Int, _ submit: (@escaping @Sendable () -> Void) throws -> Void) throws
    -> Double
{
    let countdown = Countdown(count)
    return try rate(of: count) {
        for _ in 0..<count { try submit { countdown.tick() } }
        countdown.wait()
    }
}

private final class Countdown: Sendable {
    private let left: Synchronization.Atomic<Int>
    private let done = DispatchSemaphore(value: 0)

    init(_ count: Int) { left = Synchronization.Atomic(count) }

    func tick() { if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { done.signal() } }
    func wait() { done.wait() }
}
