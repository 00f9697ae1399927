public import Metrics

/// What is counted about jobs of one kind.
public struct JobMetrics: Sendable {
    let launched: Counter
    let waiting = Gauge()
    let running = Gauge()
    private let ended: Family<Counter>
    private let refused: Family<Counter>

    /// Metrics that nobody reads.
    public init(_ kind: JobKind) {
        var registry = Registry()
        self.init(kind, in: &registry)
    }

    /// Metrics in a registry.
    public init(_ kind: JobKind, in registry: inout Registry) {
        let name = "lockstep_\(kind.plural)"
        let things = kind.capitalizedPlural
        launched = registry.counter("\(name)_launched_total", "\(things) that were launched.")
        ended = registry.counters(
            "\(name)_total", by: ["scenario", kind.means, "status"],
            "\(things) that have ended, by how they ended.")
        refused = registry.counters(
            "\(name)_refused_total", by: ["reason"],
            "\(things) that were refused although their requests were in order.")
        registry.gauge("\(name)_running", "\(things) that go on.") { [running] in Double(running.value) }
        registry.gauge("\(name)_waiting", "\(things) that wait for their turn.") { [waiting] in
            Double(waiting.value)
        }
        for reason in ["busy", "client-share", "store", "stopping", "thread"] { _ = refused[reason] }
    }

    func end(_ head: JobHead) { ended[head.scenario, head.means, head.status.rawValue].add() }

    func refuse(_ error: JobError) {
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
