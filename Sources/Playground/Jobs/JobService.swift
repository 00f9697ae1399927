public import JSON
import Metrics
import Scenarios
import Threading
import Tracing

/// Where scenarios are run: launches them, watches over them, and keeps what became of them.
public final class Launcher: Sendable {
    /// What it allows.
    public let limits: Limits
    /// Where its runs are kept.
    public let store: any RunStore
    private let metrics: RunMetrics
    /// One worker for each run that goes on: it is the run's supervisor. How many wait, `admission` limits.
    private let supervisors: ThreadPool
    private let admission: Locked<Admission>

    /// A launcher that keeps its runs in a store.
    public init(limits: Limits, store: any RunStore, metrics: RunMetrics = RunMetrics()) {
        self.limits = limits
        self.store = store
        self.metrics = metrics
        supervisors = ThreadPool(workers: limits.runsAtOnce, name: "supervisors")
        admission = Locked(Admission(limits))
    }

    /// Launches a run. Does not wait for it.
    ///
    /// - Parameter client: who asks, such as an address; whoever asks for too much of the room is refused. An empty
    ///   text is nobody in particular, to whom no share applies.
    /// - Throws: `LaunchError`; nothing was launched then.
    public func launch(_ request: RunRequest, for client: String = "") throws(LaunchError) -> ActiveRun {
        do throws(LaunchError) {
            let run = try launch(RunOrder(request, limits: limits), client)
            metrics.launched.add()
            return run
        } catch {
            metrics.refuse(error)
            throw error
        }
    }

    private func launch(_ order: RunOrder, _ client: String) throws(LaunchError) -> ActiveRun {
        let run = ActiveRun(order)
        try admission.withLock { (admission) throws(LaunchError) in try admission.admit(run, of: client) }
        do { try store.insert(order.queuedRun) } catch {
            forget(run)
            throw .notStored(error)
        }
        metrics.waiting.add(1)
        admission.withLock { $0.queue(run) }
        do { try supervisors.execute { [self] in supervise() } } catch {
            // Unless a supervisor who was still at work has taken it on meanwhile.
            guard admission.withLock({ $0.withdraw(run) }) else { return run }
            metrics.waiting.add(-1)
            forget(run)
            // If that fails, the run stays queued in the store, and reads as failed after the next start.
            _ = try? store.delete(run.id)
            if case .shutDown = error { throw .stopping }
            throw .noThread(reason: error.description)
        }
        return run
    }

    /// Runs what waits, one after the other: not the run that called for a supervisor, but whichever has its turn.
    private func supervise() {
        while let run = admission.withLock({ $0.next() }) {
            metrics.waiting.add(-1)
            metrics.running.add(1)
            let result = run.execute(in: store, limits: limits)
            // Forgotten and counted before the answer: who has it may launch the next run in its place at once.
            forget(run)
            metrics.running.add(-1)
            metrics.end(run, result)
            run.finish(result)
        }
    }

    /// A run that waits for its turn or goes on; nil if there is none of that name, or it is over.
    public func activeRun(_ id: JobID) -> ActiveRun? { admission.withLock { $0[id] } }

    /// The events of a run from `seq` on, while it goes on or afterwards; nil if there is no such run.
    public func feed(of id: JobID, from seq: Int) throws(StoreError) -> RunFeed? {
        let active = activeRun(id)
        if active == nil, try store.run(id) == nil { return nil }
        return RunFeed(of: id, active: active, store: store, from: seq)
    }

    /// Launches no more, and waits until all runs have ended; those that have not within `grace` are cancelled.
    public func shutdown(grace: Duration) {
        supervisors.shutdown(wait: false)
        let engine = Thread.current.engine
        let deadline = engine.now() + grace.nanoseconds
        for run in admission.withLock(\.everyRun) {
            _ = try? run.ended.result(timeout: .nanoseconds(deadline - engine.now()))
            run.cancel()
        }
        supervisors.shutdown()
    }

    private func forget(_ run: ActiveRun) { admission.withLock { $0.forget(run) } }
}

/// What a user asks for: a scenario, and how to run it.
public struct RunRequest: Sendable {
    /// The scenario's name.
    public var scenario: String
    /// The engine's name; nil for the scenario's first.
    public var engine: String?
    /// What the run's random numbers begin with; nil for any.
    public var seed: Int?
    /// Whether threads are held back at random.
    public var chaos: Bool
    /// The choices to repeat, as a run or an exploration gives them; nil for none.
    public var schedule: String?
    /// Whether to end the run where the schedule ends, and say what each thread would do next.
    public var pauses: Bool
    /// How long the run may take, in milliseconds; nil for the default.
    public var timeoutMs: Int?
    /// An object of parameters, or null.
    public var parameters: JSONValue

    /// A request for a scenario, everything else at its default.
    public init(
        scenario: String, engine: String? = nil, seed: Int? = nil, chaos: Bool = false,
        schedule: String? = nil, pauses: Bool = false, timeoutMs: Int? = nil, parameters: JSONValue = .null
    ) {
        self.scenario = scenario
        self.engine = engine
        self.seed = seed
        self.chaos = chaos
        self.schedule = schedule
        self.pauses = pauses
        self.timeoutMs = timeoutMs
        self.parameters = parameters
    }
}

/// Why a run is not launched.
public enum LaunchError: Error {
    /// There is no such scenario.
    case unknownScenario(String)
    /// Fields of the request are wrong.
    case invalid([FieldError])
    /// As many runs wait as may wait.
    case busy(waiting: Int)
    /// The client has as many runs, under way and waiting, as its share of the room is, in percent.
    case overShare(client: String, runs: Int, share: Int)
    /// No runs are launched any more.
    case stopping
    /// The system has no thread left to watch over the run.
    case noThread(reason: String)
    /// The store does not take the run.
    case notStored(StoreError)
}

/// What is wrong with one field of a request.
public struct FieldError: Sendable, Hashable {
    /// Where it is: `timeoutMs`, `parameters.threads`.
    public let field: String
    /// A sentence about it, beginning with its verb.
    public let detail: String

    /// A wrong field.
    public init(field: String, detail: String) {
        self.field = field
        self.detail = detail
    }
}
