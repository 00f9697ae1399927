import Analyses
import FoundationEssentials
import HTTPServer
import JSON
import Playground
import Programs
import Scenarios
import Threading
import Tracing

/// What launches runs, and what is answered about them.
struct RunRoutes: Sendable {
    let launcher: Launcher
    private let streams: EventStreams
    private let clients: ClientAddress

    init(launcher: Launcher, operations: Operations) {
        self.launcher = launcher
        streams = EventStreams(limit: launcher.limits.followers, open: operations.followers)
        clients = ClientAddress(trustedProxies: operations.trustedProxies)
    }

    func add(to router: inout Router) {
        router.post("/scenarios/{name}") { request, path in try launch(path["name"], request) }
        router.get("/runs") { request, _ in try list(request) }
        router.get("/runs/{id}") { request, path in
            try request.expectQuery([])
            return try whole(path["id"], as: MediaType.preferred(by: request))
        }
        router.delete("/runs/{id}") { request, path in
            try request.expectQuery([])
            guard let id = JobID(path["id"]), try launcher.store.delete(id) else {
                throw Problem.unknownRun(path["id"])
            }
            return Response(.noContent)
        }
        router.get("/runs/{id}/trace") { request, path in try trace(of: run(path["id"]), request) }
        router.get("/runs/{id}/analysis") { request, path in try analysis(of: run(path["id"]), request) }
        router.get("/runs/{id}/events") { request, path in try events(of: path["id"], request) }
        router.post("/runs/{id}/cancel") { request, path in try cancel(path["id"], request) }
    }

    /// Launches the run, and answers when it has ended, without keeping a worker meanwhile; or at once, if the client
    /// prefers that (RFC 7240).
    private func launch(_ scenario: String, _ request: Request) throws -> Reply {
        try request.expectQuery([])
        let type = try MediaType.preferred(by: request)
        guard Catalogue.scenario(named: scenario) != nil else { throw Problem.unknownScenario(scenario) }
        let order = try RunRequest(scenario: scenario, body: RequestBody.json(of: request))
        let run: ActiveRun
        do { run = try launcher.launch(order, for: clients.address(of: request)) } catch {
            throw Problem(error)
        }
        if request.headers.list("Prefer", contains: "respond-async") {
            return .response(try accepted(run, as: type))
        }
        return answer(atTheEndOf: run, as: type)
    }

    private func answer(atTheEndOf run: ActiveRun, as type: MediaType) -> Reply {
        .deferred { responder in
            run.ended.addDoneCallback { future in
                do { responder.respond(represent(try future.result(), as: type)) } catch FutureError.failed(
                    let error)
                {
                    responder.fail(error)
                }
            }
        }
    }

    private func accepted(_ active: ActiveRun, as type: MediaType) throws -> Response {
        guard let run = try launcher.store.run(active.id) else { return Response(.accepted) }
        var response = represent(run, as: type)
        response.status = .accepted
        response.headers.append("Location", "/runs/\(run.id)")
        response.headers.append("Preference-Applied", "respond-async")
        return response
    }

    /// Interrupts a run that goes on, and answers when it has ended.
    private func cancel(_ id: String, _ request: Request) throws -> Reply {
        try request.expectQuery([])
        let type = try MediaType.preferred(by: request)
        // A run is stored and done a moment before it is active no more.
        guard let active = try launcher.activeRun(run(id).id), !active.ended.isDone else {
            // Looked up again: it may have ended after the first look.
            throw Problem(
                kind: .runHasEnded, status: .conflict,
                detail: "Run \(id) has ended already: it is \(try run(id).status.rawValue).")
        }
        active.cancel()
        return answer(atTheEndOf: active, as: type)
    }

    private func events(of id: String, _ request: Request) throws -> Response {
        try request.expectQuery([])
        let last = request.headers["Last-Event-ID"]
        let seq = last.map { Int($0) } ?? -1
        guard let seq, (-1 ..< .max).contains(seq) else {
            throw Problem.malformed(
                "Last-Event-ID must be the id of an event of this run, not \"\(last ?? "")\".")
        }
        guard let id = JobID(id), let feed = try launcher.feed(of: id, from: seq + 1) else {
            throw Problem.unknownRun(id)
        }
        // Nobody would read what a thread of its own would write.
        if request.method == .head { return EventStreams.head }
        return try streams.response(with: feed)
    }

    private func run(_ id: String) throws -> Run {
        guard let id = JobID(id), let run = try launcher.store.run(id) else { throw Problem.unknownRun(id) }
        return run
    }

    /// A run as the store has it: its JSON goes out without being read.
    private func whole(_ id: String, as type: MediaType) throws -> Response {
        guard type == .json else { return represent(try run(id), as: type) }
        // Looked at first: a run that is not under way now is over, and what the store has of it is final.
        let isUnderWay = JobID(id).map { launcher.activeRun($0) != nil } ?? false
        guard let name = JobID(id), let json = try launcher.store.json(name) else {
            throw Problem.unknownRun(id)
        }
        var response = Response.json(json)
        if isUnderWay { response = response.notStored() }
        response.headers.append("Content-Location", "/runs/\(name)")
        return response
    }

    private func represent(_ run: Run, as type: MediaType) -> Response {
        var response: Response =
            switch type {
            case .json: .json(run.json)
            case .text: .plain(run.text)
            }
        if !run.status.hasEnded { response = response.notStored() }
        response.headers.append("Content-Location", "/runs/\(run.id)")
        return response
    }

    private func list(_ request: Request) throws -> Response {
        let page = try launcher.store.runs(RunQuery(request))
        switch try MediaType.preferred(by: request) {
        case .text: return .plain(page.runs.map(\.summaryLine).joined())
        case .json:
            var writer = JSONWriter()
            writer.object {
                $0.name("runs")
                $0.array(page.runs) { writer, run in writer.object { run.writeSummary(to: &$0) } }
                $0.member("next", page.next?.description)
            }
            return .json(writer.bytes)
        }
    }

    private func trace(of run: Run, _ request: Request) throws -> Response {
        let trace = try formattedTrace(of: run, request)
        return run.status.hasEnded ? trace : trace.notStored()
    }

    private func formattedTrace(of run: Run, _ request: Request) throws -> Response {
        try request.expectQuery(["format"])
        let format = request.queryValue("format")
        switch try format ?? MediaType.preferred(by: request).format {
        case "json":
            var writer = JSONWriter()
            run.trace.write(to: &writer)
            return .json(writer.bytes)
        case "text": return .plain(run.trace.text)
        case "chrome":
            var response = Response.json(run.trace.chromeTrace(named: "\(run.scenario) \(run.id)"))
            response.headers.append(
                "Content-Disposition", "attachment; filename=\"\(run.scenario)-\(run.id).trace.json\"")
            return response
        case let other:
            throw Problem.invalid(
                [FieldError(field: "format", detail: "must be one of json, chrome, text, not \"\(other)\".")],
                status: .badRequest)
        }
    }
}

extension RunRoutes {
    /// Computed anew each time: it is asked for seldom, and takes far less than the trace to be read.
    private func analysis(of run: Run, _ request: Request) throws -> Response {
        try request.expectQuery(["event"])
        let seq = try request.queryValue("event").map { text in
            guard let seq = Int(text), run.trace.events.contains(where: { $0.seq == seq }) else {
                let seqs = run.trace.events.first.map {
                    "from \($0.seq) to \(run.trace.events.count + $0.seq - 1)"
                }
                throw Problem.invalid(
                    [
                        FieldError(
                            field: "event",
                            detail: "must be the seq of an event of this run, \(seqs ?? "which has none"), "
                                + "not \"\(text)\".")
                    ], status: .badRequest)
            }
            return seq
        }
        let type = try MediaType.preferred(by: request)
        let analysis = RunAnalysis(in: AnalysisContext(of: run.trace), around: seq)
        let response: Response =
            switch type {
            case .json: .json(analysis.json)
            case .text: .plain(analysis.text)
            }
        return run.status.hasEnded ? response : response.notStored()
    }
}

extension MediaType {
    /// The name of a trace's format in this type.
    fileprivate var format: String {
        switch self {
        case .json: "json"
        case .text: "text"
        }
    }
}

extension RunQuery {
    private static let limits = 1...500

    /// The runs that a request's query asks for.
    fileprivate init(_ request: Request) throws(Problem) {
        self.init(limit: 50)
        var errors: [FieldError] = []
        func check<Value>(_ name: String, _ value: Value?, _ wanted: String, _ given: String) -> Value? {
            if value == nil {
                errors.append(FieldError(field: name, detail: "must be \(wanted), not \"\(given)\"."))
            }
            return value
        }
        for item in request.query {
            let value = item.value ?? ""
            switch item.name {
            case "limit":
                let range = "from \(Self.limits.lowerBound) to \(Self.limits.upperBound)"
                limit =
                    check("limit", Int(value).flatMap { Self.limits.contains($0) ? $0 : nil }, range, value)
                    ?? 50
            case "cursor": before = check("cursor", JobID(value), "what a page before gave as next", value)
            case "since":
                since = check("since", JobID(earliestAt: value), "a time as ISO 8601 writes it", value)
            case "scenario":
                scenario = check(
                    "scenario", Catalogue.scenario(named: value)?.about.name, "a scenario's name", value)
            case "engine": engine = check("engine", EngineName(rawValue: value), "an engine's name", value)
            case "status": status = check("status", JobStatus(rawValue: value), "a run's status", value)
            default:
                errors.append(
                    FieldError(
                        field: item.name,
                        detail:
                            "is not a parameter of this list; it has limit, cursor, since, scenario, engine, status."
                    ))
            }
        }
        if !errors.isEmpty { throw .invalid(errors, status: .badRequest) }
    }
}

extension JobID {
    /// The first name of a time as ISO 8601 writes it, with or without a fraction of a second; nil if it is none.
    fileprivate init?(earliestAt text: String) {
        let (text, offset) = Self.withoutOffset(text)
        let date = [true, false].lazy.compactMap {
            try? Date.ISO8601FormatStyle(includingFractionalSeconds: $0).parse(text)
        }.first
        guard let date, abs(date.timeIntervalSince1970) < 1e12 else { return nil }
        self.init(earliestAt: Int64(((date.timeIntervalSince1970 - offset) * 1000).rounded()))
    }

    /// A time without its offset from UTC, and the offset in seconds. Foundation does not read all that RFC 3339 allows.
    private static func withoutOffset(_ text: String) -> (text: String, offset: Double) {
        let offset = text.suffix(6)
        let numbers = offset.dropFirst().split(separator: ":").compactMap { Int($0) }
        guard let sign = offset.first, sign == "+" || sign == "-", numbers.count == 2,
            (0..<24).contains(numbers[0]), (0..<60).contains(numbers[1])
        else { return (text, 0) }
        let seconds = Double(numbers[0] * 3600 + numbers[1] * 60)
        return (text.dropLast(6) + "Z", sign == "+" ? seconds : -seconds)
    }
}
