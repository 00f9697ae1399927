public import Metrics
import Programs
import Scenarios

/// What is counted about runs.
public struct RunMetrics: Sendable {
    let launched: Counter
    let ended: Family<Counter>
    let refused: Family<Counter>
    let waiting = Gauge()
    let running = Gauge()

    /// Metrics that nobody reads.
    public init() {
        var registry = Registry()
        self.init(in: &registry)
    }

    /// Metrics in a registry.
    public init(in registry: inout Registry) {
        launched = registry.counter("lockstep_runs_launched_total", "Runs that were launched.")
        ended = registry.counters(
            "lockstep_runs_total", by: ["scenario", "engine", "status"],
            "Runs that have ended, by how they ended.")
        refused = registry.counters(
            "lockstep_runs_refused_total", by: ["reason"],
            "Runs that were refused although their requests were in order.")
        registry.gauge("lockstep_runs_running", "Runs that go on.") { [running] in Double(running.value) }
        registry.gauge("lockstep_runs_waiting", "Runs that wait for their turn.") { [waiting] in
            Double(waiting.value)
        }
        for reason in ["busy", "client-share", "store", "stopping", "thread"] { _ = refused[reason] }
    }

    func end(_ run: ActiveRun, _ result: Result<Run, any Error>) {
        let status = (try? result.get().status) ?? .failed
        ended[run.scenario, run.engineName.rawValue, status.rawValue].add()
    }

    func refuse(_ error: LaunchError) {
        switch error {
        case .busy: refused["busy"].add()
        case .overShare: refused["client-share"].add()
        case .notStored: refused["store"].add()
        case .stopping: refused["stopping"].add()
        case .noThread: refused["thread"].add()
        // These are the client's mistakes, which the answers' statuses tell of.
        case .unknownScenario, .invalid: break
        }
    }
}
