import Programs
import Scenarios
import Scheduling

/// A run that is to be made: a request that has been found to be in order, with everything filled in.
public struct RunPlan: Sendable {
    /// The scenario's name.
    let scenario: String
    let program: Program
    /// What schedules the threads.
    var engine: EngineName
    /// What the random numbers begin with.
    var seed: Int
    /// Whether threads are held back at random.
    var chaos: Bool
    /// The choices to repeat, if there are any.
    var schedule: Schedule?
    /// Whether the run ends where the schedule does.
    var pauses = false
    var timeout: Duration
    let threadLimit: Int
    let eventLimit: Int
}

extension RunPlan {
    /// A run as it is asked for.
    public init(_ request: RunRequest, within limits: Limits) throws(JobError) {
        let scenario = try RequestCheck.scenario(named: request.scenario)
        var check = RequestCheck()
        engine = Self.engine(request, of: scenario, &check)
        timeout = check.time(
            request.timeoutMs, atMost: limits.longestTimeout, default: limits.defaultTimeout)
        seed = check.seed(request.seed)
        schedule = Self.schedule(request.schedule, &check)
        program = try check.program(of: scenario, with: request.parameters)
        self.scenario = request.scenario
        chaos = request.chaos
        pauses = request.pauses
        threadLimit = limits.threadsPerRun
        eventLimit = limits.eventsPerRun
    }

    private static func engine(
        _ request: RunRequest, of scenario: AnyScenario, _ check: inout RequestCheck
    ) -> EngineName {
        let engines = scenario.about.engines
        let needsSimulation = request.schedule != nil || request.pauses
        let standard = needsSimulation && engines.contains(.simulation) ? EngineName.simulation : engines[0]
        let engine: EngineName
        if let name = request.engine {
            guard let named = check.name(name, of: engines, as: "engine", " for this scenario") else {
                return standard
            }
            engine = named
        } else {
            engine = standard
        }
        if request.chaos && engine != .threads {
            check.refuse("chaos", "is for the engine threads only, and the engine is \(engine.rawValue).")
        }
        if needsSimulation && engine != .simulation {
            check.refuse(
                request.schedule != nil ? "schedule" : "pause",
                "is for the engine simulation only, and the engine is \(engine.rawValue).")
        }
        return engine
    }

    private static func schedule(_ text: String?, _ check: inout RequestCheck) -> Schedule? {
        guard let text else { return nil }
        do { return try Schedule(text) } catch {
            check.refuse("schedule", error.description)
            return nil
        }
    }
}
