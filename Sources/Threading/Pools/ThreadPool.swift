import CThreading
import Events

/// A number of threads that share a queue of jobs, as Python's `concurrent.futures.ThreadPoolExecutor`.
///
/// | Python | here |
/// |---|---|
/// | `ThreadPoolExecutor(max_workers, thread_name_prefix, initializer)` | `ThreadPool(workers:name:initializer:)` |
/// | `submit(f)`, `map(f, inputs, chunksize, timeout)` | `submit(_:)`, `map(_:chunkSize:timeout:_:)` |
/// | `shutdown(wait, cancel_futures)` | `shutdown(wait:cancelPending:)` |
/// | `with ThreadPoolExecutor() as pool:` | `pool.use { }` |
///
/// Workers are started as they are needed, and stay until the pool is shut down; letting go of the pool shuts it
/// down too, without waiting. Unlike Python's, the queue can be bounded, and `map` can hand out inputs in chunks.
public final class ThreadPool: Sendable {
    @usableFromInline package let core: PoolCore

    /// A pool without any worker yet.
    ///
    /// - Parameters:
    ///   - workers: how many threads it may have at most, one or more; `defaultWorkers` unless it is given.
    ///   - queueLimit: how many jobs may wait for a worker before further ones are refused, one or more; nil for any
    ///     number.
    ///   - name: its name in traces; its workers are called `name_0`, `name_1` ..., and those of the pools
    ///     without a name `ThreadPool-0_0`, `ThreadPool-0_1` ..., `ThreadPool-1_0` ...
    ///   - initializer: what each worker calls before its first job. If it throws, the pool is broken: jobs that are
    ///     queued fail, and further ones are refused, with `PoolError.broken`.
    /// - Throws: `ArgumentError` if there were no workers, or no job could ever wait for one.
    public init(
        workers: Int? = nil, queueLimit: Int? = nil, name: String? = nil,
        initializer: (@Sendable () throws -> Void)? = nil
    ) throws(ArgumentError) {
        let positive = 1...Int.max
        let workers = try ArgumentError.check(
            workers ?? Self.defaultWorkers, isIn: positive, as: "workers", of: name ?? "a pool")
        if let queueLimit {
            _ = try ArgumentError.check(queueLimit, isIn: positive, as: "queueLimit", of: name ?? "a pool")
        }
        core = PoolCore(maximum: workers, queueLimit: queueLimit, name: name, initializer: initializer)
    }

    /// How many workers a pool has at most that is made without a number: four more than there are processors for the
    /// process, and 32 at most, as in Python. Where threads take turns it is eight, whatever the machine: a program must
    /// do there what it did elsewhere.
    public static var defaultWorkers: Int {
        Thread.current.engine.controlling == nil ? min(32, Int(lockstep_processor_count()) + 4) : 8
    }

    /// Its name in traces and messages.
    public var name: String { core.state.name }

    /// How many jobs wait for a worker now.
    public var queued: Int { core.state.perform(.inspect, file: nowhere, line: 0) { $0.queued } }

    /// How many workers there are now, and how many of them have nothing to do.
    public var workers: (all: Int, idle: Int) {
        core.state.perform(.inspect, file: nowhere, line: 0) { ($0.workers, $0.idle) }
    }

    /// Has a worker call a function. Does not wait.
    ///
    /// - Returns: the future of its result.
    /// - Throws: `PoolError`, and then the function will not be called.
    @inlinable
    public func submit<Output: Sendable>(
        name: String? = nil, file: StaticString = #fileID, line: UInt = #line,
        _ task: @escaping @Sendable () throws -> Output
    ) throws(PoolError) -> Future<Output> {
        let future = Future<Output>(name: name)
        try core.submit(FutureJob(for: future, task), file: file, line: line)
        return future
    }

    /// Has a worker call a function whose end nobody waits for; cheaper than `submit`. Does not wait.
    ///
    /// - Throws: `PoolError`, and then the function will not be called.
    public func execute(
        file: StaticString = #fileID, line: UInt = #line, _ body: @escaping @Sendable () -> Void
    ) throws(PoolError) {
        try core.submit(PlainJob(body), file: file, line: line)
    }

    /// Refuses jobs from now on; the queued ones are still done, unless they are to be cancelled.
    ///
    /// - Parameters:
    ///   - wait: whether to wait until all workers have ended. An interrupted thread does not wait.
    ///   - cancelPending: whether to cancel the futures of queued jobs.
    public func shutdown(
        wait: Bool = true, cancelPending: Bool = false, file: StaticString = #fileID, line: UInt = #line
    ) {
        core.shutdown(cancelPending: cancelPending, file: file, line: line)
        if wait { core.join(file: file, line: line) }
    }

    /// Calls `body` with the pool, and shuts it down however the body ends, waiting for its workers.
    public func use<Output>(
        file: StaticString = #fileID, line: UInt = #line, _ body: (ThreadPool) throws -> Output
    ) rethrows -> Output {
        defer { shutdown(file: file, line: line) }
        return try body(self)
    }

    // Which thread lets go of a pool last is nobody's choice, so one that has been shut down is let go without an action.
    deinit {
        guard !core.state.peek({ $0.isShutDown }) else { return }
        core.shutdown(cancelPending: false, file: nowhere, line: 0)
    }
}

/// Why a pool refuses a job.
public enum PoolError: Error, Hashable, CustomStringConvertible {
    /// As many jobs wait as may wait.
    case full(pool: String, limit: Int)
    /// The pool was shut down.
    case shutDown(pool: String)
    /// A worker's initializer has failed, for this reason.
    case broken(pool: String, reason: String)
    /// There is no worker, and none could be started.
    case noWorker(pool: String, reason: ThreadError)
    /// Its inputs cannot be handed out like that.
    case badArgument(ArgumentError)

    /// What went wrong, as a sentence.
    public var description: String {
        switch self {
        case .full(let pool, let limit): "\(pool) takes no more jobs: \(limit) are waiting already."
        case .shutDown(let pool): "\(pool) takes no more jobs: it has been shut down."
        case .broken(let pool, let reason):
            "\(pool) takes no more jobs: it is broken, as a worker's initializer failed: \(reason)"
        case .noWorker(let pool, let reason): "\(pool) has no worker: \(reason)"
        case .badArgument(let error): error.description
        }
    }
}
