import Threading

/// What can be cancelled, and what a pool refuses after its shutdown.
struct PoolCancel: Scenario {
    typealias Parameters = NoParameters

    struct Outcome: Sendable, Hashable {
        let runningCancelled: Bool
        let pendingCancelled: Bool
        let finishedCancelled: Bool
        let cancelledByShutdown: Bool
        let refused: String
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let pool = try ThreadPool(workers: 1, name: "pool")
        let (begun, mayEnd) = (Event(name: "begun"), Event(name: "may end"))
        let running = try pool.submit(name: "running task") {
            begun.set()
            try mayEnd.wait()
        }
        let pending = try pool.submit(name: "pending task") {}
        let last = try pool.submit(name: "last task") {}
        try begun.wait()

        let runningCancelled = running.cancel()
        print("the running task can be cancelled:", runningCancelled)
        let pendingCancelled = pending.cancel()
        print("the pending task can be cancelled:", pendingCancelled)

        pool.shutdown(wait: false, cancelPending: true)
        print("shutdown cancelled the last task:", last.isCancelled)
        let refused = refusal(of: pool)
        mayEnd.set()
        try running.result()
        print("running: \(running.isRunning), done: \(running.isDone)")
        let finishedCancelled = running.cancel()
        print("the finished task can be cancelled:", finishedCancelled)
        pool.shutdown()
        return Outcome(
            runningCancelled: runningCancelled, pendingCancelled: pendingCancelled,
            finishedCancelled: finishedCancelled, cancelledByShutdown: last.isCancelled, refused: refused)
    }

    private static func refusal(of pool: ThreadPool) -> String {
        do {
            _ = try pool.submit(name: "late task") {}
            return "nothing"
        } catch {
            print(error)
            return error.description
        }
    }
}

extension PoolCancel {
    static let about = About(
        "pool-cancel", chapter: .pools,
        title: Localized(en: "Cancelling", zh: "取消与关闭"),
        summary: Localized(
            en:
                "A pending future can be cancelled, a running or finished one cannot; a pool that was shut down refuses tasks.",
            zh: "等待中的 future 可以取消，运行中或已完成的不行；关闭后的线程池拒绝新任务。"),
        explanation: Localized(
            en: """
                Cancelling only keeps a task from being begun. Once a worker has taken it, it runs to its end. \
                shutdown refuses new tasks at once; the queued ones are still done, unless it is told to cancel them.
                """,
            zh: "取消只能阻止任务开始。一旦工作线程取走了它，它就会运行到底。shutdown 立即拒绝新任务；排队中的任务照常完成，除非要求取消它们。"),
        expectation: Localized(
            en:
                "The pending and the last task are cancelled, the running one is not, and the late one is refused.",
            zh: "等待中的和最后一个任务被取消，运行中的没有，迟来的被拒绝。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard case .completed(let outcome) = ending else { return false }
        return !outcome.runningCancelled && outcome.pendingCancelled && !outcome.finishedCancelled
            && outcome.cancelledByShutdown && outcome.refused != "nothing"
    }
}
