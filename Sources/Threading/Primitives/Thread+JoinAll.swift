import Events

extension Thread {
    /// Waits for all that a process should not end without, as Python does after a program's last line: shuts down all
    /// pools, whose queued jobs are still done, and waits for all threads that are no daemons, timers included, and for
    /// those that they start meanwhile.
    ///
    /// A process of Swift's ends with its main thread, so a program that wants the others to come to their ends calls this
    /// last:
    ///
    ///     try Thread { try work() }.start()
    ///     try Thread.joinAll()
    ///
    /// Threads that this library did not start are not waited for, nor is the calling thread. Does nothing in a run, which
    /// goes on by itself for as long as it has threads that are no daemons.
    ///
    /// - Throws: `ThreadError.interrupted`.
    public static func joinAll(
        file: StaticString = #fileID, line: UInt = #line
    ) throws(ThreadError) {
        let caller = current
        guard caller.engine === FreeEngine.shared else { return }
        // Again each time: what is waited for may make others.
        while true {
            let left = FreeEngine.shared.threads.filter { $0 !== caller && !$0.endsWithRun && !$0.isAdopted }
            let pools = left.compactMap { ($0 as? PoolWorker)?.core }
            for pool in pools { pool.shutdown(cancelPending: false, file: file, line: line) }
            // A worker last, and of a pool that is shut down: another pool's may be what somebody works with.
            let worker = left.first { thread in pools.contains { $0 === (thread as? PoolWorker)?.core } }
            guard let next = left.first(where: { !($0 is PoolWorker) }) ?? worker ?? left.first else {
                return
            }
            try next.join(file: file, line: line)
            // It counts among the live ones for a moment longer than it lives.
            FreeEngine.shared.forget(next)
        }
    }
}
