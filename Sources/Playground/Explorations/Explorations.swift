import Synchronization
import Threading

/// Where scenarios are explored. Explorations are remembered as long as the process lives: an exhaustive one gives the
/// same again.
public final class Explorations: Sendable {
    /// What it allows.
    public let limits: Limits
    private let workers: ThreadPool
    private let shelf = Mutex(Shelf())

    private struct Shelf {
        var explorations: [JobID: ActiveExploration] = [:]
        /// In the order of their creation.
        var order: [JobID] = []
    }

    /// A place for explorations within limits.
    public init(limits: Limits) {
        self.limits = limits
        workers = ThreadPool(
            workers: limits.explorationsAtOnce, queueLimit: limits.explorationsWaiting, name: "explorers")
    }

    /// Begins an exploration. Does not wait for it.
    ///
    /// - Throws: `LaunchError`; nothing was begun then.
    public func launch(_ request: ExplorationRequest) throws(LaunchError) -> ActiveExploration {
        let exploration = ActiveExploration(try ExplorationOrder(request, limits: limits))
        do { try workers.execute { exploration.execute() } } catch {
            throw .busy(waiting: limits.explorationsWaiting)
        }
        shelf.withLock { shelf in
            shelf.explorations[exploration.id] = exploration
            shelf.order.append(exploration.id)
            let surplus = max(0, shelf.order.count - limits.keptExplorations)
            for id in shelf.order.prefix(surplus) where shelf.explorations[id]?.record.status.hasEnded == true
            {
                shelf.explorations[id] = nil
            }
            shelf.order.removeAll { shelf.explorations[$0] == nil }
        }
        return exploration
    }

    /// An exploration, whether it is over or not; nil if there is none of that name.
    public func exploration(_ id: JobID) -> ActiveExploration? { shelf.withLock { $0.explorations[id] } }

    /// Begins no more, and has those end that go on.
    public func shutdown() {
        workers.shutdown(wait: false)
        for exploration in shelf.withLock({ Array($0.explorations.values) }) { exploration.cancel() }
        workers.shutdown()
    }
}
