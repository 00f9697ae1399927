import Scheduling
import Synchronization
import Threading

/// The frontier of an exhaustive search behind a lock, and where workers wait that have nothing to do.
final class SharedFrontier: Sendable {
    private let state: Locked<State>
    /// Wakes those who wait, one for each permit.
    private let workAvailable = Semaphore(SemaphoreState(permits: 0))
    private let isOver = Synchronization.Atomic<Bool>(false)
    private let hasNothingLeft = Synchronization.Atomic<Bool>(false)

    private struct State {
        var frontier: Frontier
        /// How many workers are exploring.
        var busy: Int
        /// How many wait.
        var waiting = 0
    }

    /// A frontier at which nothing has been explored, with one worker, number 0, who begins.
    init() { state = Locked(State(frontier: Frontier(), busy: 1)) }

    /// Adds a worker, and gives it something to do. Waits while there is nothing, but might be.
    ///
    /// - Returns: the worker's number, and what to do; nil if the search is over.
    func join() -> (worker: Int, task: Frontier.Task)? {
        let (worker, first) = state.withLock { state in
            let worker = state.frontier.addWorker()
            state.busy += 1
            return (worker, next(for: worker, in: &state))
        }
        return wait(first, for: worker).map { (worker, $0) }
    }

    /// Takes what a worker has found in an execution, and gives it the next thing to do. Waits while there is nothing,
    /// but might be.
    ///
    /// - Returns: nil if the search is over.
    func exchange(
        _ report: Frontier.Report, of execution: Execution, by worker: Int, within budget: Budget
    ) -> Frontier.Task? {
        let first = state.withLock { state in
            if !state.frontier.add(report, of: execution, by: worker, within: budget) {
                // Not all was planned that should be, so whatever is left is not all there is.
                isOver.store(true, ordering: .relaxed)
                wake(&state)
            }
            return next(for: worker, in: &state)
        }
        return wait(first, for: worker)
    }

    private func wait(_ first: Next, for worker: Int) -> Frontier.Task? {
        var result = first
        while true {
            switch result {
            case .work(let task): return task
            case .over: return nil
            case .wait:
                guard (try? workAvailable.acquire()) != nil else { return nil }
                result = state.withLock { state in
                    state.busy += 1
                    return next(for: worker, in: &state)
                }
            }
        }
    }

    private enum Next {
        case work(Frontier.Task)
        case wait
        case over
    }

    private func next(for worker: Int, in state: inout State) -> Next {
        if isOver.load(ordering: .relaxed) { return .over }
        if let task = state.frontier.take(worker) {
            // There may be more than one.
            wake(&state)
            return .work(task)
        }
        state.busy -= 1
        if state.busy > 0 {
            state.waiting += 1
            return .wait
        }
        hasNothingLeft.store(true, ordering: .relaxed)
        isOver.store(true, ordering: .relaxed)
        wake(&state)
        return .over
    }

    private func wake(_ state: inout State) {
        for _ in 0..<state.waiting { workAvailable.release() }
        state.waiting = 0
    }

    /// Whether all has been explored. Otherwise a search that is over was stopped.
    var isExhausted: Bool { hasNothingLeft.load(ordering: .relaxed) }

    /// Has all workers stop as soon as they ask for something to do.
    func stop() {
        isOver.store(true, ordering: .relaxed)
        state.withLock { wake(&$0) }
    }

    /// About what part of all there is to explore has been seen, as far as one worker can tell.
    func progress(of worker: Int) -> Double { state.withLock { $0.frontier.progress(of: worker) } }
}
