import JSON
import Playground
import Scenarios
import Threading

/// What launches jobs of one kind, and what is answered about them.
struct JobRoutes<Payload: ServedPayload>: Sendable {
    let service: JobService<Payload>
    let clients: ClientAddress

    private var kind: JobKind { Payload.Record.kind }

    /// Launches the job that the body describes.
    func launch(_ asked: Route.Asked) throws -> PendingDocument {
        let scenario = asked["name"]
        // Before the body, so that who misspells the name is told that first.
        guard Catalogue.scenario(named: scenario) != nil else { throw Problem.unknownScenario(scenario) }
        let request = try Payload.request(for: scenario, body: RequestBody.json(of: asked.request))
        do {
            return PendingDocument(try service.launch(request, for: clients.address(of: asked.request)))
        } catch {
            throw Problem(error, of: kind)
        }
    }

    /// The records that are kept, newest first. Of what goes on, the store does not know how far it is.
    func list(_ asked: Route.Asked) throws -> Document {
        let page = try service.store.page(
            JobList<Payload>.query(of: asked.request), of: Payload.Record.self)
        let records = page.records.map { service.job($0.id)?.latest.record.summary ?? $0 }
        return Document(
            json: {
                var writer = JSONWriter()
                writer.object {
                    switch kind {
                    case .run: $0.name("runs")
                    case .exploration: $0.name("explorations")
                    }
                    $0.array(records) { writer, record in
                        writer.object { record.writeSummary(to: &$0) }
                    }
                    $0.member("next", page.next?.description)
                }
                return writer.bytes
            }, text: { records.map(\.summaryLine).joined() })
    }

    /// One record as it is now.
    func record(_ asked: Route.Asked) throws -> Document {
        let id = try id(asked)
        // Looked at first: a job that is not under way now is over, and what the store has of it is final.
        guard let job = service.job(id) else {
            // As it is stored, it goes out without being read.
            var document = Document(json: { try json(id) }, text: { try stored(id).text })
            document.location = "\(kind.path)/\(id)"
            return document
        }
        // What is not kept is not there, even if it goes on.
        _ = try stored(id)
        var document = Document(job.latest)
        document.isFinal = false
        return document
    }

    /// Forgets a record.
    func delete(_ asked: Route.Asked) throws {
        let id = try id(asked)
        guard try service.store.delete(id, of: kind) else { throw Problem.unknown(kind, "\(id)") }
    }

    /// Ends a job that goes on or waits.
    func cancel(_ asked: Route.Asked) throws -> PendingDocument {
        let id = try id(asked)
        let record = try stored(id)
        // A job is stored and done a moment before it is active no more.
        guard let job = service.job(id), !job.ended.isDone else {
            // Looked up again: it may have ended after the first look.
            let status = record.status.hasEnded ? record.status : try stored(id).status
            throw Problem.hasEnded(kind, "\(id)", status)
        }
        job.cancel()
        return PendingDocument(job)
    }

    /// Tells what a job comes to, while it goes on and afterwards.
    func follow(_ asked: Route.Asked) throws -> EventStreams.Writer {
        let id = try id(asked)
        guard let writer = try Payload.follow(id, in: service, for: asked.request) else {
            throw Problem.unknown(kind, "\(id)")
        }
        return writer
    }

    private func stored(_ id: JobID) throws -> Payload.Record {
        guard let record = try service.store.record(id, as: Payload.Record.self) else {
            throw Problem.unknown(kind, "\(id)")
        }
        return record
    }

    private func json(_ id: JobID) throws -> [UInt8] {
        guard let json = try service.store.json(id, of: kind) else { throw Problem.unknown(kind, "\(id)") }
        return json
    }

    private func id(_ asked: Route.Asked) throws(Problem) -> JobID {
        guard let id = JobID(asked["id"]) else { throw .unknown(kind, asked["id"]) }
        return id
    }
}
