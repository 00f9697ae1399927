import Exploration
import Programs
import Scheduling
import Threading

/// Runs a scenario again and again on a real engine, one run after another, and looks how each ends.
struct RealRuns {
    let prepared: Program
    let limits: Limits

    /// Makes the runs that a comparison wants, and tells the ending of each.
    func make(for comparison: Comparison, within budget: Budget, each: (Ending<AnyOutcome>) -> Void) {
        var seeds = SplitMix64(seed: UInt64(comparison.seed))
        let executor = Executor(prepared.body)
        for _ in 0..<comparison.wanted {
            if budget.isSpent { return }
            let carrier = RunCarrier(
                comparison.engine, limits, seed: seeds.next(), chaos: comparison.chaos, schedule: nil,
                pauses: false)
            let ending = executor.execute(
                on: carrier.engine, within: budget.part(atMost: limits.defaultTimeout)
            ).ending
            _ = carrier.engine.trace()
            each(ending)
        }
    }
}
