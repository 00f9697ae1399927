import Scenarios
import Synchronization
import ThreadEngine
public import Threading
public import Tracing

/// Where scenarios are run: launches them, watches over them, and keeps what became of them.
public final class Launcher: Sendable {
    /// What it allows.
    public let limits: Limits
    /// Where its runs are kept.
    public let store: any RunStore
    /// One worker for each run that goes on: it is the run's supervisor.
    private let supervisors: ThreadPool

    /// A launcher that keeps its runs in a store.
    public init(limits: Limits, store: any RunStore) {
        self.limits = limits
        self.store = store
        supervisors = ThreadPool(
            workers: limits.runsAtOnce, queueLimit: limits.runsWaiting, name: "supervisors")
    }

    /// Launches a run. Does not wait for it.
    ///
    /// - Returns: a future of the ended run, which the store has by then.
    /// - Throws: `LaunchError`; nothing was launched then.
    public func launch(_ request: RunRequest) throws(LaunchError) -> Future<Run> {
        let order = try RunOrder(request, limits: limits)
        let ended = Future<Run>()
        store.insert(order.queuedRun)
        do {
            try supervisors.execute { [store, limits] in
                var run = order.queuedRun
                run.status = .running
                store.replace(run)
                order.execute(&run, limits: limits)
                store.replace(run)
                // Nobody else completes the future.
                try? ended.finish(.success(run))
            }
        } catch {
            _ = store.delete(order.queuedRun.id)
            throw .busy(waiting: limits.runsWaiting)
        }
        return ended
    }

    /// Waits until all runs have ended, and launches no more.
    public func shutdown() { supervisors.shutdown() }
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
