import Programs
public import Scheduling

extension RunPlan: JobPayload {
    /// How many runs there may be.
    public static func room(within limits: Limits) -> JobRoom {
        JobRoom(atOnce: limits.runsAtOnce, waiting: limits.runsWaiting, clientShare: limits.clientShare)
    }

    /// The run before its turn.
    public func queued(as id: JobID) -> Run {
        Run(
            id: id, scenario: scenario, engine: engine, status: .queued, parameters: program.parameters,
            seed: seed, chaos: chaos)
    }

    /// Runs the scenario to its end, however it ends.
    public func execute(_ job: Job<RunPlan>) -> Run {
        let execution = RunExecution(of: self)
        job.show(execution.engine)
        return execution.complete(job.latest.record, within: job.budget)
    }

    /// What followers read of a run that goes on: its engine, which records it.
    public typealias Live = any RunEngine
}
