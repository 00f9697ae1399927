import Exploration
import Scenarios
import Synchronization
public import Threading

/// An exploration that waits for its turn or goes on.
public final class ActiveExploration: Sendable {
    /// Its name.
    public let id: RunID
    /// The exploration as it is once it is over.
    public let ended = Future<ExplorationRecord>()
    private let order: ExplorationOrder
    private let explorer: Explorer<AnyOutcome>
    private let latest: Mutex<ExplorationRecord>
    private let isCancelled = Atomic<Bool>(false)

    init(_ order: ExplorationOrder) {
        id = order.record.id
        self.order = order
        latest = Mutex(order.record)
        let prepared = order.prepared
        explorer = Explorer(
            order.options,
            isCorrect: { end in
                switch end {
                case .completed(let outcome): prepared.isCorrect(.completed(outcome))
                case .deadlocked: prepared.isCorrect(.deadlocked)
                case .failed, .tooLong: false
                }
            }, program: prepared.program)
    }

    /// How far it is.
    public var record: ExplorationRecord { latest.withLock { $0 } }

    /// Asks it to end, with what it has found by then. Does not wait.
    public func cancel() {
        isCancelled.store(true, ordering: .relaxed)
        explorer.cancel()
    }

    /// Explores. Blocks the calling thread, which carries all executions.
    func execute() {
        latest.withLock { $0.status = .running }
        let report = explorer.run { report in latest.withLock { $0.update(report) } }
        latest.withLock { record in
            record.update(report)
            record.verdict = report.verdict
        }
        compare(report)
        let record = latest.withLock { record in
            record.status =
                if report.error != nil {
                    .failed
                } else if isCancelled.load(ordering: .relaxed) && !report.isComplete {
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
        let ends = report.outcomes.map(\.end)
        order.realRuns.make(for: comparison, until: { isCancelled.load(ordering: .relaxed) }) { end in
            let place = end.flatMap { end in ends.firstIndex(of: end) }
            latest.withLock { $0.count(end, at: place) }
        }
    }
}
