import Scenarios
import Synchronization
import ThreadEngine
import Threading
public import Tracing

/// Where scenarios are run: launches them, watches over them, and keeps what became of them.
public final class Launcher: Sendable {
    /// What it allows.
    public let limits: Limits
    /// Where its runs are kept.
    public let store: any RunStore
    /// One worker for each run that goes on: it is the run's supervisor.
    private let supervisors: ThreadPool
    private let active = Mutex<[RunID: ActiveRun]>([:])

    /// A launcher that keeps its runs in a store.
    public init(limits: Limits, store: any RunStore) {
        self.limits = limits
        self.store = store
        supervisors = ThreadPool(
            workers: limits.runsAtOnce, queueLimit: limits.runsWaiting, name: "supervisors")
    }

    /// Launches a run. Does not wait for it.
    ///
    /// - Throws: `LaunchError`; nothing was launched then.
    public func launch(_ request: RunRequest) throws(LaunchError) -> ActiveRun {
        let order = try RunOrder(request, limits: limits)
        let run = ActiveRun(order)
        active.withLock { $0[run.id] = run }
        do { try store.insert(order.queuedRun) } catch {
            forget(run)
            throw .notStored(error)
        }
        do {
            try supervisors.execute { [self] in
                run.execute(in: store, limits: limits)
                forget(run)
            }
        } catch {
            forget(run)
            // If that fails, the run stays queued in the store, and reads as failed after the next start.
            _ = try? store.delete(run.id)
            throw .busy(waiting: limits.runsWaiting)
        }
        return run
    }

    /// A run that waits for its turn or goes on; nil if there is none of that name, or it is over.
    public func activeRun(_ id: RunID) -> ActiveRun? {
        // Whoever waited for a run has it a moment before the supervisor takes it off the list.
        active.withLock { $0[id] }.flatMap { $0.ended.isDone ? nil : $0 }
    }

    /// The events of a run from `seq` on, while it goes on or afterwards; nil if there is no such run.
    public func feed(of id: RunID, from seq: Int) throws(StoreError) -> RunFeed? {
        let active = activeRun(id)
        if active == nil, try store.run(id) == nil { return nil }
        return RunFeed(of: id, active: active, store: store, from: seq)
    }

    /// Launches no more, and waits until all runs have ended; those that have not within `grace` are cancelled.
    public func shutdown(grace: Duration) {
        supervisors.shutdown(wait: false)
        let engine = Thread.current.engine
        let deadline = engine.now() + grace.nanoseconds
        for run in active.withLock({ Array($0.values) }) {
            _ = try? run.ended.result(timeout: .nanoseconds(deadline - engine.now()))
            run.cancel()
        }
        supervisors.shutdown()
    }

    private func forget(_ run: ActiveRun) { active.withLock { _ = $0.removeValue(forKey: run.id) } }
}

/// What a user asks for: a scenario, and how to run it.
public struct RunRequest: Sendable {
    /// The scenario's name.
    public var scenario: String
    /// The engine's name; nil for the scenario's first.
    public var engine: String?
    /// What the run's random numbers begin with; nil for any.
    public var seed: Int?
    /// How long the run may take, in milliseconds; nil for the default.
    public var timeoutMs: Int?
    /// An object of parameters, or null.
    public var parameters: JSONValue

    /// A request for a scenario, everything else at its default.
    public init(
        scenario: String, engine: String? = nil, seed: Int? = nil, timeoutMs: Int? = nil,
        parameters: JSONValue = .null
    ) {
        self.scenario = scenario
        self.engine = engine
        self.seed = seed
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
