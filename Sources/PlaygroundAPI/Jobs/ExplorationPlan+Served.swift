import Exploration
import HTTPServer
import JSON
import Playground
import Threading

extension ExplorationPlan: ServedPayload {
    static func request(for scenario: String, body: JSONValue) throws(Problem) -> ExplorationRequest {
        var request = ExplorationRequest(scenario: scenario)
        var reader = try FieldReader(body)
        request.strategy = reader.text("strategy")
        request.seed = reader.integer("seed")
        request.preemptionBound = reader.integer("preemptionBound")
        request.depth = reader.integer("depth")
        request.stopAtFirstFailure = reader.flag("stopAtFirstFailure") ?? false
        request.maxExecutions = reader.integer("maxExecutions")
        request.timeoutMs = reader.integer("timeoutMs")
        request.time = reader.text("time")
        request.spuriousWakeups = reader.integer("spuriousWakeups")
        request.comparison = reader.object("compare") { reader in
            ComparisonRequest(
                engine: reader.text("engine"), runs: reader.integer("runs"), seed: reader.integer("seed"),
                chaos: reader.flag("chaos") ?? false)
        }
        request.parameters = reader.value("parameters")
        try reader.finish()
        return request
    }

    static var means: [String] { StrategyName.allCases.map(\.rawValue) }

    static var verdicts: [String] { Verdict.allCases.map(\.rawValue) }

    /// How many ends a message has while the exploration goes on.
    private static let mostEndsOnTheWay = 50

    /// Tells what has been found so far, several times a second, and at the end everything.
    static func follow(
        _ id: JobID, in service: JobService<ExplorationPlan>, for request: HTTPServer.Request
    ) throws -> EventStreams.Writer? {
        let job = service.job(id)
        guard let stored = try service.store.json(id, of: .exploration) else { return nil }
        return { stream in
            if let job {
                while try !isOver(job, within: .milliseconds(250)) {
                    try stream.write(
                        EventStreams.message(
                            "progress", json: job.latest.record.listing(atMost: mostEndsOnTheWay).json),
                        timeout: EventStreams.patience)
                }
            }
            let end = try job?.ended.result().json ?? stored
            try stream.write(
                EventStreams.message("exploration", json: end), timeout: EventStreams.patience)
            stream.finish()
        }
    }

    /// Whether it is over, or so soon that it is worth waiting for.
    private static func isOver(_ job: Job<ExplorationPlan>, within time: Duration) throws -> Bool {
        do { _ = try job.ended.result(timeout: time) } catch .timedOut { return false }
        return true
    }
}
