import Programs
import Scheduling
import Threading

/// Runs of a scenario on a real engine, one after another, of which nothing is kept but how each ends.
struct RealRuns: Sendable {
    /// What each is, but for its seed.
    let plan: RunPlan
    /// How many there are to be.
    let wanted: Int

    /// Makes the runs, as long as the budget lasts, and tells the ending of each.
    func make(within budget: Budget, each: (Ending<AnyOutcome>) -> Void) {
        var seeds = SplitMix64(seed: UInt64(plan.seed))
        for _ in 0..<wanted {
            var plan = plan
            plan.seed = Int(seeds.next() >> 11)
            let ending = RunExecution(of: plan).conclusion(within: budget).0.ending
            // What the budget's end has cut short is no end of the program's.
            if budget.isSpent {
                return budget.note(Budget.Cut("Only some of the real runs were made that were asked for."))
            }
            each(ending)
        }
    }
}
