import Exploration
import FiberEngine
import Programs
import Scenarios
import Scheduling
import Synchronization
public import Threading

/// An exploration that waits for its turn or goes on.
public final class ActiveExploration: Sendable {
    /// Its name.
    public let id: JobID
    /// The exploration as it is once it is over.
    public let ended = Future<ExplorationRecord>()
    private let order: ExplorationOrder
    private let explorer: Explorer<AnyOutcome>
    private let latest: Mutex<ExplorationRecord>
    private let budget: Budget

    init(_ order: ExplorationOrder) {
        id = order.record.id
        self.order = order
        latest = Mutex(order.record)
        budget = Budget(order.timeout, executions: order.maxExecutions)
        explorer = Explorer(
            order.options, on: Fibers(), isCorrect: order.prepared.isCorrect, program: order.prepared.body)
    }

    /// How far it is.
    public var record: ExplorationRecord { latest.withLock { $0 } }

    /// Asks it to end, with what it has found by then. Does not wait.
    public func cancel() {
        budget.cancel()
    }

    /// Explores. Blocks the calling thread, which carries all executions.
    func execute() {
        latest.withLock { $0.status = .running }
        let report = explorer.run(within: budget) { report in latest.withLock { $0.update(report) } }
        latest.withLock { record in
            record.update(report)
            record.verdict = report.verdict
        }
        compare(report)
        let record = latest.withLock { record in
            record.status =
                if report.error != nil {
                    .failed
                } else if budget.isCancelled && !report.isComplete {
                    .cancelled
                } else {
                    .completed
                }
            return record
        }
        // Nobody else completes the future.
        try? ended.finish(.success(record))
    }

    /// Makes the real runs that are asked for, if any are, and counts how they end.
    private func compare(_ report: ExplorationReport<AnyOutcome>) {
        guard let comparison = order.record.comparison else { return }
        let endings = report.outcomes.map(\.ending)
        order.realRuns.make(for: comparison, within: budget) { ending in
            let place = endings.firstIndex(of: ending)
            latest.withLock { $0.count(ending, at: place) }
        }
    }
}
