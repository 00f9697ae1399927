import JSON
import Metrics
import Playground
import Storage
import Threading

/// Jobs of one kind, of which tests need not know more than that they end at once, or go on until somebody ends them.
struct JobsUnderTest {
    enum Request {
        /// Over at once.
        case quick
        /// Goes on for a minute.
        case endless
        /// Not in order.
        case wrong
    }

    /// A job, whatever it is about.
    struct Launched {
        let id: JobID
        let cancel: @Sendable () -> Void
        /// Waits for its end.
        let status: @Sendable () throws -> JobStatus
        let whenOver: (@escaping @Sendable () -> Void) -> Void
    }

    let kind: JobKind
    let jobs: Jobs

    init(
        _ kind: JobKind, atOnce: Int = 1, waiting: Int = 20, share: Int = 100,
        store: any JobStore = MemoryJobStore(keeping: [:], eventLimit: 1_000_000)
    ) throws {
        var registry = Registry()
        try self.init(
            kind, atOnce: atOnce, waiting: waiting, share: share, store: store, counting: &registry)
    }

    init(
        _ kind: JobKind, atOnce: Int, waiting: Int, share: Int,
        store: any JobStore = MemoryJobStore(keeping: [:], eventLimit: 1_000_000),
        counting registry: inout Registry
    ) throws {
        var limits = Limits()
        limits.clientShare = share
        (limits.runsAtOnce, limits.runsWaiting) = (atOnce, waiting)
        (limits.explorationsAtOnce, limits.explorationsWaiting) = (atOnce, waiting)
        // What is endless is not to be ended by having done much.
        limits.executionsPerExploration = 1_000_000_000
        limits.workersPerExploration = 1
        self.kind = kind
        jobs = try Jobs(limits: limits, store: store, in: &registry)
    }

    func launch(_ request: Request, for client: String = "") throws(JobError) -> Launched {
        switch kind {
        case .run: Self.launched(try jobs.runs.launch(run(request), for: client))
        case .exploration: Self.launched(try jobs.explorations.launch(exploration(request), for: client))
        }
    }

    /// How far the store has it that the job is.
    func stored(_ id: JobID) throws -> JobStatus? {
        switch kind {
        case .run: try jobs.store.record(id, as: Run.self)?.status
        case .exploration: try jobs.store.record(id, as: ExplorationRecord.self)?.status
        }
    }

    private static func launched<Payload>(_ job: Job<Payload>) -> Launched {
        Launched(
            id: job.id, cancel: { job.cancel() }, status: { try job.ended.result().record.status },
            whenOver: { tell in job.ended.addDoneCallback { _ in tell() } })
    }

    private func run(_ request: Request) -> RunRequest {
        switch request {
        case .quick: RunRequest(scenario: "lock", parameters: ["pauseMs": 0])
        case .endless:
            RunRequest(scenario: "timer", timeoutMs: 60_000, parameters: ["intervalMs": 60_000])
        case .wrong: RunRequest(scenario: "lock", timeoutMs: 0)
        }
    }

    private func exploration(_ request: Request) -> ExplorationRequest {
        switch request {
        case .quick: ExplorationRequest(scenario: "lock", parameters: ["threads": 2])
        case .endless:
            ExplorationRequest(
                scenario: "race", strategy: "random", timeoutMs: 60_000, parameters: ["threads": 8])
        case .wrong: ExplorationRequest(scenario: "lock", timeoutMs: 0)
        }
    }
}
