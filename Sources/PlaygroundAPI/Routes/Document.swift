import HTTPServer
import Playground
import Threading

/// Something that a client can have as JSON or as text.
struct Document: Sendable {
    /// Where it is kept; nil if that is where it was asked for.
    var location: String?
    /// Whether it stays as it is. What changes by itself must not be kept.
    var isFinal = true
    private let make: @Sendable (Form) throws -> Response

    /// A document of which each form is made when it is wanted.
    init(_ make: @escaping @Sendable (Form) throws -> Response) { self.make = make }

    /// A document of these two forms.
    init(
        json: @escaping @Sendable () throws -> [UInt8], text: @escaping @Sendable () throws -> String
    ) {
        self.init { form in
            switch form {
            case .text: .plain(try text())
            case .json, .chrome: .json(try json())
            }
        }
    }

    /// A job's record.
    init<Record: JobRecord>(_ record: EncodedRecord<Record>) {
        self.init(json: { record.json }, text: { record.record.text })
        location = "\(Record.kind.path)/\(record.record.id)"
        isFinal = record.record.status.hasEnded
    }

    /// The response that has it.
    func response(as form: Form) throws -> Response {
        var response = try make(form)
        if !isFinal { response = response.notStored() }
        if let location { response.headers.append("Content-Location", location) }
        return response
    }
}

/// A job's record, for those who wait for the job's end and those who do not.
struct PendingDocument: Sendable {
    private let now: @Sendable () -> Document
    private let atTheEnd: @Sendable (@escaping @Sendable (Result<Document, any Error>) -> Void) -> Void

    init<Payload>(_ job: Job<Payload>) {
        now = { Document(job.latest) }
        atTheEnd = { tell in
            job.ended.addDoneCallback { future in
                // Done, so that there is nothing to wait for.
                do { tell(.success(Document(try future.result()))) } catch FutureError.failed(let error) {
                    tell(.failure(error))
                }
            }
        }
    }

    /// Says that the job was accepted, and where it is.
    func accepted(as form: Form) throws -> Response {
        let document = now()
        var response = try document.response(as: form)
        response.status = .accepted
        if let location = document.location { response.headers.append("Location", location) }
        response.headers.append("Preference-Applied", "respond-async")
        return response
    }

    /// The answer when the job is over, which keeps no worker meanwhile.
    func reply(as form: Form) -> Reply {
        .deferred { responder in
            atTheEnd { result in
                do { responder.respond(try result.get().response(as: form)) } catch {
                    responder.fail(error)
                }
            }
        }
    }
}

extension Response {
    /// JSON bytes.
    static func json(_ bytes: [UInt8], _ status: HTTPStatus = .ok) -> Response {
        Response(
            status, headers: ["Content-Type": "application/json", "Vary": "Accept"], body: .bytes(bytes))
    }

    /// A text for a terminal.
    static func plain(_ text: String) -> Response {
        Response(
            headers: ["Content-Type": "text/plain; charset=utf-8", "Vary": "Accept"],
            body: .bytes(Array(text.utf8)))
    }

    /// The response as one that is true now only, and not to be kept.
    func notStored() -> Response {
        var response = self
        response.headers["Cache-Control"] = "no-store"
        return response
    }
}
