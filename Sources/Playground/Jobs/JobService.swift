import Metrics
public import Scheduling
public import Threading

/// Where jobs of one kind are carried out: launches them, watches over them, and keeps what became of them.
public final class JobService<Payload: JobPayload>: Sendable {
    /// What it allows.
    public let limits: Limits
    /// Where the jobs' records are kept.
    public let store: any JobStore
    private let metrics: JobMetrics
    /// One worker for each job that goes on: it is the job's supervisor. How many wait, `admission` limits.
    private let supervisors: ThreadPool
    private let admission: Locked<Admission<Payload>>

    /// What kind of jobs these are.
    public static var kind: JobKind { Payload.Record.kind }

    /// A service that keeps its jobs in a store.
    ///
    /// - Throws: `ArgumentError` if its limits let no job be carried out.
    public init(
        limits: Limits, store: any JobStore, metrics: JobMetrics = JobMetrics(Payload.Record.kind)
    ) throws(ArgumentError) {
        let room = Payload.room(within: limits)
        self.limits = limits
        self.store = store
        self.metrics = metrics
        supervisors = try ThreadPool(workers: room.atOnce, name: "\(Self.kind) supervisors")
        admission = Locked(Admission(room))
    }

    /// Launches a job. Does not wait for it.
    ///
    /// - Parameter client: who asks, such as an address; whoever asks for too much of the room is refused. An empty
    ///   text is nobody in particular, to whom no share applies.
    /// - Throws: `JobError`; nothing was launched then.
    public func launch(_ request: Payload.Request, for client: String = "") throws(JobError) -> Job<Payload> {
        do throws(JobError) {
            let payload = try Payload(request, within: limits)
            let job = Job(payload, of: client) { [self] in endWaiting($0) }
            try launch(job)
            metrics.launched.add()
            return job
        } catch {
            metrics.refuse(error)
            throw error
        }
    }

    private func launch(_ job: Job<Payload>) throws(JobError) {
        try admission.withLock { (admission) throws(JobError) in try admission.admit(job) }
        do { try store.insert(job.latest) } catch {
            forget(job)
            throw .notStored(error)
        }
        metrics.waiting.add(1)
        admission.withLock { $0.queue(job) }
        do { try supervisors.execute { [self] in supervise() } } catch {
            // Unless it has had its turn from a supervisor who was still at work, or was cancelled, meanwhile.
            guard withdraw(job) else { return }
            forget(job)
            // If that fails, the job stays queued in the store, and reads as failed after the next start.
            _ = try? store.delete(job.id, of: Self.kind)
            if case .shutDown = error { throw .stopping }
            throw .noThread(reason: error.description)
        }
    }

    /// Carries out what waits, one after the other: not the job that called for a supervisor, but whichever has its
    /// turn.
    private func supervise() {
        while let job = admission.withLock({ $0.next() }) {
            metrics.waiting.add(-1)
            metrics.running.add(1)
            carryOut(job) { metrics.running.add(-1) }
        }
    }

    /// Ends a job that was cancelled before its turn came.
    private func endWaiting(_ job: Job<Payload>) {
        if withdraw(job) { carryOut(job) {} }
    }

    private func carryOut(_ job: Job<Payload>, whenOver count: () -> Void) {
        let result = job.execute(in: store)
        // Forgotten and counted before the answer: who has it may launch the next job in its place at once.
        forget(job)
        count()
        metrics.end(job.latest.record.head)
        job.finish(result)
    }

    private func withdraw(_ job: Job<Payload>) -> Bool {
        guard admission.withLock({ $0.withdraw(job) }) else { return false }
        metrics.waiting.add(-1)
        return true
    }

    private func forget(_ job: Job<Payload>) { admission.withLock { $0.forget(job) } }

    /// A job that waits for its turn or goes on; nil if there is none of that name, or it is over.
    public func job(_ id: JobID) -> Job<Payload>? { admission.withLock { $0[id] } }

    // MARK: The end

    /// Launches no more from now on; those that wait for their turn still get it.
    public func stopLaunching() { supervisors.shutdown(wait: false) }

    /// Blocks until all jobs have ended; those that have not when the budget's time is up are cancelled.
    public func end(within grace: Budget) {
        for job in admission.withLock(\.all) { _ = try? job.ended.result(timeout: grace.timeLeft) }
        // Looked up again, for those that were on their way when launching stopped.
        for job in admission.withLock(\.all) { job.cancel() }
        supervisors.shutdown()
    }
}
