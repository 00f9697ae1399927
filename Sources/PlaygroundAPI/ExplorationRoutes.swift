import HTTPServer
import JSON
import Playground
import Scenarios
import Threading
import Tracing

/// What explores scenarios, and what is answered about explorations.
struct ExplorationRoutes: Sendable {
    let explorations: Explorations
    private let streams: EventStreams

    init(explorations: Explorations, operations: Operations) {
        self.explorations = explorations
        streams = EventStreams(limit: explorations.limits.followers, open: operations.followers)
    }

    func add(to router: inout Router) {
        router.post("/scenarios/{name}/explorations") { request, path in try launch(path["name"], request) }
        router.get("/explorations/{id}") { request, path in
            try request.expectQuery([])
            return represent(try exploration(path["id"]).record, as: try MediaType.preferred(by: request))
        }
        router.get("/explorations/{id}/events") { request, path in
            try request.expectQuery([])
            let exploration = try exploration(path["id"])
            // Nobody would read what a thread of its own would write.
            if request.method == .head { return EventStreams.head }
            return try streams.response { stream in try Self.follow(exploration, stream) }
        }
        router.post("/explorations/{id}/cancel") { request, path in try cancel(path["id"], request) }
    }

    /// Begins an exploration, and answers when it is over, without keeping a worker meanwhile; or at once, if the client
    /// prefers that (RFC 7240).
    private func launch(_ scenario: String, _ request: Request) throws -> Reply {
        try request.expectQuery([])
        let type = try MediaType.preferred(by: request)
        guard Catalogue.scenario(named: scenario) != nil else { throw Problem.unknownScenario(scenario) }
        let order = try ExplorationRequest(scenario: scenario, body: RequestBody.json(of: request))
        let exploration: ActiveExploration
        do { exploration = try explorations.launch(order) } catch {
            throw Problem(error, reaching: .waitingExplorations)
        }
        guard request.headers.list("Prefer", contains: "respond-async") else {
            return answer(atTheEndOf: exploration, as: type)
        }
        var response = represent(exploration.record, as: type)
        response.status = .accepted
        response.headers.append("Location", "/explorations/\(exploration.id)")
        response.headers.append("Preference-Applied", "respond-async")
        return .response(response)
    }

    private func cancel(_ id: String, _ request: Request) throws -> Reply {
        try request.expectQuery([])
        let type = try MediaType.preferred(by: request)
        let exploration = try exploration(id)
        let status = exploration.record.status
        if status.hasEnded {
            throw Problem(
                kind: .explorationHasEnded, status: .conflict,
                detail: "Exploration \(id) has ended already: it is \(status.rawValue).")
        }
        exploration.cancel()
        return answer(atTheEndOf: exploration, as: type)
    }

    private func answer(atTheEndOf exploration: ActiveExploration, as type: MediaType) -> Reply {
        .deferred { responder in
            exploration.ended.addDoneCallback { future in
                responder.respond(represent(try future.result(), as: type))
            }
        }
    }

    private func represent(_ record: ExplorationRecord, as type: MediaType) -> Response {
        var response: Response =
            switch type {
            case .json: .json(record.json)
            case .text: .plain(record.text)
            }
        if !record.status.hasEnded { response = response.notStored() }
        response.headers.append("Content-Location", "/explorations/\(record.id)")
        return response
    }

    private func exploration(_ id: String) throws -> ActiveExploration {
        guard let name = JobID(id), let exploration = explorations.exploration(name) else {
            throw Problem.unknownExploration(id)
        }
        return exploration
    }

    /// Sends what has been found so far, several times a second, and at the end everything.
    private static func follow(_ exploration: ActiveExploration, _ stream: ResponseStream) throws {
        while true {
            let end = try? exploration.ended.result(timeout: .milliseconds(250))
            var writer = JSONWriter()
            (end ?? exploration.record).write(to: &writer)
            try stream.write(
                EventStreams.field(end == nil ? "progress" : "exploration", writer),
                timeout: EventStreams.patience)
            if end != nil { return stream.finish() }
        }
    }
}

extension ExplorationRequest {
    /// The request for an exploration that a body makes.
    init(scenario: String, body: JSONValue) throws(Problem) {
        self.init(scenario: scenario)
        var reader = try FieldReader(body)
        strategy = reader.text("strategy")
        seed = reader.integer("seed")
        preemptionBound = reader.integer("preemptionBound")
        maxExecutions = reader.integer("maxExecutions")
        timeoutMs = reader.integer("timeoutMs")
        time = reader.text("time")
        spuriousWakeups = reader.integer("spuriousWakeups")
        comparison = reader.object("compare") { reader in
            ComparisonRequest(
                engine: reader.text("engine"), runs: reader.integer("runs"), seed: reader.integer("seed"),
                chaos: reader.flag("chaos") ?? false)
        }
        parameters = reader.value("parameters")
        try reader.finish()
    }
}
