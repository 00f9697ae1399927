public import Metrics
import Scheduling
public import Threading

/// Everything that clients can order, within limits, and the store that keeps what becomes of it.
public struct Jobs: Sendable {
    /// What is allowed.
    public let limits: Limits
    /// Where records of all kinds are kept.
    public let store: any JobStore
    /// Where scenarios are run.
    public let runs: JobService<RunPlan>
    /// Where scenarios are explored.
    public let explorations: JobService<ExplorationPlan>

    /// Jobs whose metrics are in a registry.
    ///
    /// - Throws: `ArgumentError` if the limits let no job of a kind be carried out.
    public init(limits: Limits, store: any JobStore, in registry: inout Registry) throws(ArgumentError) {
        self.limits = limits
        self.store = store
        runs = try JobService(limits: limits, store: store, metrics: JobMetrics(.run, in: &registry))
        explorations = try JobService(
            limits: limits, store: store, metrics: JobMetrics(.exploration, in: &registry))
    }

    /// Jobs whose metrics nobody reads.
    ///
    /// - Throws: as with metrics.
    public init(limits: Limits = Limits(), store: any JobStore) throws(ArgumentError) {
        var registry = Registry()
        try self.init(limits: limits, store: store, in: &registry)
    }

    /// Launches no more, and blocks until all jobs have ended. Runs that have not within `grace` are cancelled.
    /// Explorations are at once: they may go on for a minute, and what they have found by then is an answer, which of
    /// half a run cannot be said.
    public func shutdown(grace: Duration) {
        let grace = Budget(grace)
        runs.stopLaunching()
        explorations.stopLaunching()
        explorations.end(within: Budget(.zero))
        runs.end(within: grace)
    }
}
