import Programs
import Scenarios
import Scheduling
public import Threading
import Tracing

/// A run that waits for its turn or goes on.
public final class ActiveRun: Sendable {
    /// The run's name.
    public let id: JobID
    /// The run as it is once it has ended; the store has it by then. Fails with a `StoreError` if it could not be
    /// stored.
    public let ended = Future<Run>()
    /// What scenario it is of.
    var scenario: String { order.queuedRun.scenario }
    /// What schedules its threads.
    var engineName: EngineName { order.queuedRun.engine }
    private let order: RunOrder
    private let stage = Locked(Stage.waiting)
    private let budget = Budget()

    private enum Stage {
        case waiting
        /// Cancelled before its turn came.
        case cancelled
        case running(any RunEngine)
        case over
    }

    init(_ order: RunOrder) {
        id = order.queuedRun.id
        self.order = order
    }

    /// Asks the run to end: its threads are interrupted, or it does not begin. Does not wait. A run that is over
    /// stays as it is.
    public func cancel() {
        stage.withLock { stage in
            switch stage {
            case .waiting: stage = .cancelled
            case .running: budget.cancel()
            case .cancelled, .over: break
            }
        }
    }

    /// What the run has done so far, to be read while it goes on; nil if it has not begun, or is over.
    func engine() -> (any RunEngine)? {
        stage.withLock { stage in if case .running(let engine) = stage { engine } else { nil } }
    }

    /// Runs it to its end, and has the store take it. Blocks the calling thread, which supervises the run.
    func execute(in store: any RunStore, limits: Limits) -> Result<Run, any Error> {
        var run = order.queuedRun
        let result: Result<Run, any Error>
        do throws(StoreError) {
            let carrier = order.carrier(limits)
            if begin(on: carrier.engine) {
                run.status = .running
                try store.replace(run)
                order.execute(&run, on: carrier, within: budget)
            } else {
                run.status = .cancelled
            }
            stage.withLock { $0 = .over }
            try store.replace(run)
            result = .success(run)
        } catch {
            stage.withLock { $0 = .over }
            replaceByFailure(run, because: error, in: store)
            result = .failure(error)
        }
        return result
    }

    /// Tells everybody who waits for the run what became of it.
    func finish(_ result: Result<Run, any Error>) {
        // Nobody else completes the future.
        try? ended.finish(result)
    }

    /// Says in the store that the run is lost. That takes less room than the run, often no more than there was; if
    /// it fails as well, the run reads as failed after the next start, like all that were under way.
    private func replaceByFailure(_ run: Run, because error: StoreError, in store: any RunStore) {
        var failed = order.queuedRun
        failed.status = .failed
        failed.durationNs = run.durationNs
        failed.error = "The run was \(run.status.rawValue), but could not be stored. \(error)"
        try? store.replace(failed)
    }

    private func begin(on engine: any RunEngine) -> Bool {
        stage.withLock { stage in
            guard case .waiting = stage else { return false }
            stage = .running(engine)
            return true
        }
    }
}
