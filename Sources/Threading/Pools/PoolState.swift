import DequeModule
package import Events

/// The state of a thread pool.
package struct PoolState: GuardedState {
    package static var kind: ObjectKind { .pool }
    package let maximum: Int
    package let queueLimit: Int?
    private var jobs = Deque<PoolJob>()
    package private(set) var queued = 0
    package private(set) var workers = 0
    package private(set) var idle = 0
    package private(set) var isShutDown = false
    /// Why the pool takes no more jobs although nobody has shut it down.
    package private(set) var failure: String?

    package init(maximum: Int, queueLimit: Int?) {
        self.maximum = maximum
        self.queueLimit = queueLimit
    }

    package var isFull: Bool { queueLimit.map { queued >= $0 } ?? false }

    package var withoutValues: Self {
        var rest = self
        rest.jobs = []
        return rest
    }

    /// Queues a job, and says whether it takes another worker to get it done: only if there are more jobs than
    /// workers with nothing to do, so that a pool has no more workers than it ever needed at once. A worker counts
    /// as one of those from here on, although it has yet to be started.
    package mutating func submit(_ job: PoolJob) -> Bool {
        jobs.append(job)
        queued += 1
        guard queued > idle, workers < maximum else { return false }
        workers += 1
        idle += 1
        return true
    }

    /// Strikes off a worker that could not be started, or was interrupted. Gives back the jobs that nobody is left
    /// to do, which may be others' than those that brought the worker.
    package mutating func lose(idle isIdle: Bool) -> [PoolJob] {
        workers -= 1
        idle -= isIdle ? 1 : 0
        guard workers == 0 else { return [] }
        return takeAll()
    }

    /// The next job for a worker that has just finished one; nil if there is none, and the worker is idle then.
    package mutating func takeOrIdle() -> PoolJob? {
        if let job = take() { return job }
        idle += 1
        return nil
    }

    private mutating func take() -> PoolJob? {
        guard let job = jobs.popFirst() else { return nil }
        queued -= 1
        return job
    }

    private mutating func takeAll() -> [PoolJob] {
        defer { (jobs, queued) = ([], 0) }
        return Array(jobs)
    }

    /// Whether an idle worker has something to do, be it to leave.
    package var concernsIdle: Bool { queued > 0 || isShutDown }

    /// The next job for an idle worker; nil if it is to leave.
    package mutating func takeOrLeave() -> PoolJob? {
        idle -= 1
        if let job = take() { return job }
        workers -= 1
        return nil
    }

    /// Refuses jobs from now on, and gives back those that are queued if they are to be cancelled.
    package mutating func shutdown(cancelPending: Bool) -> [PoolJob] {
        isShutDown = true
        guard cancelPending else { return [] }
        return takeAll()
    }

    /// Breaks the pool, since an idle worker could not begin its work. Gives back the jobs that nobody will do.
    package mutating func fail(because reason: String) -> [PoolJob] {
        failure = failure ?? reason
        workers -= 1
        idle -= 1
        return shutdown(cancelPending: true)
    }

    package var shown: ObjectState {
        .pool(queued: queued, workers: workers, idle: idle, isShutDown: isShutDown)
    }

    /// Who joins changes nothing.
    package func commute(_ first: Action, _ second: Action) -> Bool {
        first.isLook(or: .join) && second.isLook(or: .join)
    }
}
