public import Metrics
import Scheduling

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
    public init(limits: Limits, store: any JobStore, in registry: inout Registry) {
        self.limits = limits
        self.store = store
        runs = JobService(limits: limits, store: store, metrics: JobMetrics(.run, in: &registry))
        explorations = JobService(
            limits: limits, store: store, metrics: JobMetrics(.exploration, in: &registry))
    }

    /// Jobs whose metrics nobody reads.
    public init(limits: Limits = Limits(), store: any JobStore) {
        var registry = Registry()
        self.init(limits: limits, store: store, in: &registry)
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
