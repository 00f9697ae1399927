import Analyses
import HTTPServer
import JSON
import Playground
import Tracing

/// What is answered about the traces of runs.
struct TraceRoutes: Sendable {
    let store: any JobStore

    /// The query's item that names an event.
    static let event = "event"

    /// The trace alone.
    func trace(_ asked: Route.Asked) throws -> Document {
        let run = try run(asked)
        var document = Document { form in
            switch form {
            case .json:
                var writer = JSONWriter()
                run.trace.write(to: &writer)
                return .json(writer.bytes)
            case .text: return .plain(run.trace.text)
            case .chrome:
                var response = Response.json(run.trace.chromeTrace(named: "\(run.scenario) \(run.id)"))
                response.headers.append(
                    "Content-Disposition", "attachment; filename=\"\(run.scenario)-\(run.id).trace.json\"")
                return response
            }
        }
        document.isFinal = run.status.hasEnded
        return document
    }

    /// Computed anew each time: it is asked for seldom, and takes far less than the trace to be read.
    func analysis(_ asked: Route.Asked) throws -> Document {
        let run = try run(asked)
        let event = try asked.request.queryValue(Self.event).map { try seq($0, in: run.trace) }
        let analysis = RunAnalysis(in: AnalysisContext(of: run.trace), around: event)
        var document = Document(json: { analysis.json }, text: { analysis.text })
        document.isFinal = run.status.hasEnded
        return document
    }

    private func seq(_ text: String, in trace: Trace) throws(Problem) -> Int {
        if let seq = Int(text), trace.events.contains(where: { $0.seq == seq }) { return seq }
        let seqs = trace.events.first.map { "from \($0.seq) to \(trace.events.count + $0.seq - 1)" }
        throw .invalid(
            [
                FieldError(
                    field: Self.event,
                    detail: "must be the seq of an event of this run, \(seqs ?? "which has none"), "
                        + "not \"\(text)\".")
            ], status: .badRequest)
    }

    private func run(_ asked: Route.Asked) throws -> Run {
        guard let id = JobID(asked["id"]), let run = try store.record(id, as: Run.self) else {
            throw Problem.unknown(.run, asked["id"])
        }
        return run
    }
}
