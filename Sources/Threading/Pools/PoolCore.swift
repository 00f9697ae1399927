import Events

/// The part of a pool that its workers hold on to: a pool that nobody else holds can go, and sends them home.
@usableFromInline
package final class PoolCore: Sendable {
    package let state: Guarded<PoolState>
    private let workers = Locked<[Thread]>([])
    /// What its workers' names begin with.
    private let prefix: String
    /// What each worker does before its first job.
    private let initializer: (@Sendable () throws -> Void)?

    init(maximum: Int, queueLimit: Int?, name: String?, initializer: (@Sendable () throws -> Void)?) {
        self.initializer = initializer
        let engine = Thread.current.engine
        prefix = name ?? "ThreadPool-\(engine.makerPath)\(engine.nextUnnamed(.pool) - 1)"
        state = Guarded(PoolState(maximum: maximum, queueLimit: queueLimit), name: name)
    }

    @usableFromInline
    func submit(_ job: PoolJob, file: StaticString, line: UInt) throws(PoolError) {
        let needsWorker = try state.perform(.submit, waking: .latest, file: file, line: line) {
            (state) throws(PoolError) in
            if let reason = state.failure { throw .broken(pool: self.state.name, reason: reason) }
            if state.isShutDown { throw .shutDown(pool: self.state.name) }
            if state.isFull, let limit = state.queueLimit { throw .full(pool: self.state.name, limit: limit) }
            return state.submit(job)
        }
        guard needsWorker else { return }
        do { try startWorker(file: file, line: line) } catch {
            // Fewer workers than wished for will do, but not none.
            let stranded = state.perform(quietly: .take) { $0.lose(idle: true) }
            for other in stranded where other !== job { other.cancel() }
            if stranded.contains(where: { $0 === job }) {
                throw .noWorker(pool: state.name, reason: error)
            }
        }
    }

    private func startWorker(file: StaticString, line: UInt) throws(ThreadError) {
        let worker = workers.withLock { workers in
            let worker = PoolWorker(of: self, name: "\(prefix)_\(workers.count)")
            workers.append(worker)
            return worker
        }
        do { try worker.start(file: file, line: line) } catch {
            workers.withLock { workers in workers.removeAll { $0 === worker } }
            throw error
        }
    }

    func work() throws(Interrupted) {
        var isIdle = true
        do throws(Interrupted) {
            guard try isInitialized() else { return }
            while let job = try nextJob(&isIdle) { job.run() }
        } catch {
            // Not counted any more, so that the next job brings another worker; what is queued has nobody else.
            for job in state.perform(quietly: .take, { $0.lose(idle: isIdle) }) { job.cancel() }
            throw error
        }
    }

    /// Does what a worker does first, and says whether it can work. If that fails, the pool is broken: its jobs would not
    /// find what they need.
    private func isInitialized() throws(Interrupted) -> Bool {
        guard let initializer else { return true }
        do { try initializer() } catch {
            // What leaves an interrupted thread is the interruption, under whatever name.
            try Thread.checkInterruption()
            UncaughtError.report(error, from: .initializer(pool: state.name))
            let reason = String(describing: error)
            let jobs = state.perform(
                .shutdown, waking: .all, file: nowhere, line: 0, value: { _ in .text(reason) }
            ) { $0.fail(because: reason) }
            for job in jobs { job.fail(.broken(pool: state.name, reason: reason)) }
            return false
        }
        return true
    }

    /// Waits until there is a job, and takes it; nil if there will be none.
    private func nextJob(_ isIdle: inout Bool) throws(Interrupted) -> PoolJob? {
        let shown = { (job: PoolJob?) in TraceValue.flag(job != nil) }
        if !isIdle {
            try Thread.checkInterruption()
            // Two steps, so that a worker counts as idle while it waits, and a busy one pays for one only.
            let job = state.perform(.take, waking: .latest, file: nowhere, line: 0, value: shown) {
                $0.takeOrIdle()
            }
            if let job { return job }
            isIdle = true
        }
        let job = try state.perform(
            .take, waking: .latest, file: nowhere, line: 0, value: shown, when: { $0.concernsIdle }
        ) { $0.takeOrLeave() }
        isIdle = false
        return job ?? nil
    }

    func shutdown(cancelPending: Bool, file: StaticString, line: UInt) {
        let cancelled = state.perform(.shutdown, waking: .all, file: file, line: line) {
            $0.shutdown(cancelPending: cancelPending)
        }
        for job in cancelled { job.cancel() }
    }

    func join(file: StaticString, line: UInt) {
        let caller = Thread.current
        let isWorker = workers.withLock { $0.contains { $0 === caller } }
        // Of an interrupted thread nobody expects that it waits; its run joins the workers.
        for worker in workers.withLock({ $0 }) where worker !== caller {
            _ = try? worker.join(file: file, line: line)
        }
        // A job that was accepted just before the shutdown may not have had its worker started by then.
        let staying = isWorker ? 1 : 0
        if state.perform(quietly: .inspect, { $0.workers <= staying }) { return }
        _ = try? state.perform(.join, file: file, line: line, when: { $0.workers <= staying }) { _ in }
        for worker in workers.withLock({ $0 }) where worker !== caller && worker.isAlive {
            _ = try? worker.join(file: file, line: line)
        }
    }
}
