import Exploration
import FiberEngine
import Programs
import Scheduling

extension ExplorationPlan: JobPayload {
    /// How many explorations there may be.
    public static func room(within limits: Limits) -> JobRoom {
        JobRoom(
            atOnce: limits.explorationsAtOnce, waiting: limits.explorationsWaiting,
            clientShare: limits.clientShare)
    }

    /// The exploration before its turn.
    public func queued(as id: JobID) -> ExplorationRecord {
        ExplorationRecord(
            id: id, scenario: scenario, parameters: program.parameters, options: options,
            comparison: realRuns.map {
                Comparison(
                    engine: $0.plan.engine, chaos: $0.plan.chaos, seed: $0.plan.seed, wanted: $0.wanted)
            })
    }

    /// Explores, and then makes the real runs that were asked for: one budget for both. The search has a half of the time
    /// at most if there is something to compare with; what it leaves is the real runs'.
    public func execute(_ job: Job<ExplorationPlan>) -> ExplorationRecord {
        var record = job.latest.record
        let budget = job.budget.part(atMost: timeout, executions: maxExecutions)
        let search = realRuns == nil ? budget : budget.part(0.5)
        let explorer = Explorer(
            options, on: Fibers(), isCorrect: program.isCorrect, program: program.body)
        let report = explorer.run(within: search) { report in
            record.report = report
            job.update(record)
        }
        record.report = report
        // A search that could not go on claims nothing, unless it had seen something go wrong by then.
        record.isSearched = report.error == nil || report.verdict == .failed
        if let realRuns {
            job.update(record)
            let found = report.outcomes.map(\.ending)
            realRuns.make(within: budget) { ending in
                record.comparison?.count(ending, among: found)
                job.update(record)
            }
            record.report.cuts = budget.cuts.map(\.sentence)
        }
        record.status =
            if report.error != nil {
                .failed
            } else if job.budget.isCancelled && !record.isWhole {
                .cancelled
            } else {
                .completed
            }
        return record
    }

    /// An exploration that goes on is looked at by its record.
    public typealias Live = Never
}
