import FoundationEssentials
public import HTTPServer
import JSON
public import Playground

/// An error as clients get it: RFC 9457, "Problem Details for HTTP APIs".
public struct Problem: ResponseConvertible {
    /// What kind of problem it is, for programs.
    public enum Kind: String, Sendable, CaseIterable {
        case malformedRequest = "malformed-request"
        case unauthorized
        case forbidden
        case invalidRequest = "invalid-request"
        case unknownScenario = "unknown-scenario"
        case unknownRun = "unknown-run"
        case runHasEnded = "run-has-ended"
        case unknownExploration = "unknown-exploration"
        case explorationHasEnded = "exploration-has-ended"
        case notFound = "not-found"
        case methodNotAllowed = "method-not-allowed"
        case notAcceptable = "not-acceptable"
        case unsupportedMediaType = "unsupported-media-type"
        case contentTooLarge = "content-too-large"
        case rangeNotSatisfiable = "range-not-satisfiable"
        case overShare = "client-share"
        case busy
        case storageFull = "storage-full"
        case storageUnavailable = "storage-unavailable"
        case internalError = "internal-error"

        var title: String {
            switch self {
            case .malformedRequest: "The request cannot be understood"
            case .unauthorized: "The token is missing or wrong"
            case .forbidden: "The request is not allowed"
            case .invalidRequest: "The request has wrong fields"
            case .unknownScenario: "There is no such scenario"
            case .unknownRun: "There is no such run"
            case .runHasEnded: "The run has ended"
            case .unknownExploration: "There is no such exploration"
            case .explorationHasEnded: "The exploration has ended"
            case .notFound: "There is nothing here"
            case .methodNotAllowed: "The method is not allowed here"
            case .notAcceptable: "There is no answer in an accepted type"
            case .unsupportedMediaType: "The body's type is not supported"
            case .contentTooLarge: "The body is too large"
            case .rangeNotSatisfiable: "The range is beyond the end"
            case .overShare: "The client has its share already"
            case .busy: "The server is busy"
            case .storageFull: "There is no room for further runs"
            case .storageUnavailable: "The runs cannot be reached"
            case .internalError: "The server failed"
            }
        }
    }

    let kind: Kind
    let status: HTTPStatus
    let detail: String
    var errors: [FieldError] = []
    /// The limit that was reached, if it is about one.
    var limit: ReachedLimit?
    var headers: HTTPHeaders = [:]

    /// The problem as a response: as a text to those who accept nothing else, as JSON to all others.
    ///
    /// Its sentences may quote what the client sent, and are shown on terminals; `field` is for programs, which find the
    /// field by it.
    public func response(to request: Request) -> Response {
        let detail = detail.escapingControls()
        if (try? Form.preferred(by: request)) == .text {
            var response = Response.plain("\(kind.title).\n\(detail)\n")
            response.status = status
            for field in headers { response.headers.append(field.name, field.value) }
            return response
        }
        var writer = JSONWriter()
        writer.object {
            $0.member("type", "urn:lockstep:problem:\(kind.rawValue)")
            $0.member("title", kind.title)
            $0.member("status", status.code)
            $0.member("detail", detail)
            $0.member("requestId", request.id)
            if let first = errors.first {
                $0.member("field", first.field)
                $0.name("errors")
                $0.array(errors) { writer, error in
                    writer.object {
                        $0.member("field", error.field)
                        $0.member("detail", error.detail.escapingControls())
                    }
                }
            }
            if let limit {
                $0.name("limit")
                $0.object {
                    $0.member("name", limit.name.rawValue)
                    $0.member("value", limit.value)
                }
            }
        }
        var headers = headers
        headers.append("Content-Type", "application/problem+json")
        headers.append("Vary", "Accept")
        return Response(status, headers: headers, body: .bytes(writer.bytes))
    }
}

extension Problem {
    static func malformed(_ detail: String) -> Problem {
        Problem(kind: .malformedRequest, status: .badRequest, detail: detail)
    }

    /// Wrong fields; the detail is a sentence for each.
    static func invalid(_ errors: [FieldError], status: HTTPStatus = .unprocessableContent) -> Problem {
        let sentences = errors.map { "\($0.field) \($0.detail)" }
        return Problem(
            kind: .invalidRequest, status: status, detail: sentences.joined(separator: " "), errors: errors)
    }

    static func unknownScenario(_ name: String) -> Problem {
        Problem(
            kind: .unknownScenario, status: .notFound,
            detail: "There is no scenario \"\(name)\". GET /scenarios lists those there are.")
    }

    static func unknown(_ kind: JobKind, _ id: String) -> Problem {
        Problem(
            kind: kind.unknown, status: .notFound,
            detail:
                "There is no \(kind) \"\(id)\": it never was, or it was deleted, or it was one of the oldest."
        )
    }

    static func hasEnded(_ kind: JobKind, _ id: String, _ status: JobStatus) -> Problem {
        Problem(
            kind: kind.hasEnded, status: .conflict,
            detail:
                "\(kind.rawValue.capitalized) \(id) has ended already: it is \(status.rawValue).")
    }

    /// A refusal of the server below.
    init(_ failure: HTTPFailure) {
        let kind: Kind =
            switch failure {
            case .badRequest: .malformedRequest
            case .forbidden: .forbidden
            case .notFound: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .contentTooLarge: .contentTooLarge
            case .rangeNotSatisfiable: .rangeNotSatisfiable
            case .overloaded: .busy
            case .internalError: .internalError
            }
        self.init(
            kind: kind, status: failure.status, detail: failure.message, limit: ReachedLimit(failure),
            headers: failure.headers)
    }

    /// A store that cannot. Its own words name the file, which is the operator's affair and not the client's.
    init(_ error: StoreError) {
        switch error {
        case .full:
            self.init(
                kind: .storageFull, status: 507,
                detail:
                    "The disk that the runs are kept on is full. Runs that are there can be read, and deleted."
            )
        case .cannotOpen, .inUse, .foreign, .newer, .corrupt, .failed, .closed:
            self.init(
                kind: .storageUnavailable, status: .serviceUnavailable,
                detail: "The runs cannot be read or written at the moment.", headers: ["Retry-After": "5"])
        }
    }

    init(_ error: JobError, of kind: JobKind) {
        switch error {
        case .unknownScenario(let name): self = .unknownScenario(name)
        case .invalid(let errors): self = .invalid(errors)
        case .notStored(let error): self.init(error)
        case .busy(let waiting):
            self.init(
                kind: .busy, status: .serviceUnavailable,
                detail:
                    "\(waiting) \(kind.plural) are waiting for their turn already. Try again in a second.",
                limit: ReachedLimit(kind.waitingLimit, waiting), headers: ["Retry-After": "1"])
        case .overShare(let client, let jobs, let share):
            self.init(
                kind: .overShare, status: .tooManyRequests,
                detail:
                    "\(client) has \(jobs) \(kind.plural) under way or waiting already, which is its share of "
                    + "the room. Try again when one of them has ended.",
                limit: ReachedLimit(.clientShare, share), headers: ["Retry-After": "1"])
        case .stopping:
            self.init(
                kind: .busy, status: .serviceUnavailable,
                detail: "The server is stopping, and launches no more \(kind.plural).",
                headers: ["Retry-After": "5"])
        case .noThread:
            self.init(
                kind: .busy, status: .serviceUnavailable,
                detail: "The system has no thread left for the \(kind). Try again in a second.",
                headers: ["Retry-After": "1"])
        }
    }
}

/// A limit that stands against a request.
struct ReachedLimit {
    let name: LimitName
    let value: Int

    init(_ name: LimitName, _ value: Int) {
        self.name = name
        self.value = value
    }

    /// The limit that a refusal of the server below is about, if it is about one.
    init?(_ failure: HTTPFailure) {
        switch failure {
        case .contentTooLarge(let limit): self.init(.bodyBytes, limit)
        case .overloaded(_, let queueLimit?): self.init(.queue, queueLimit)
        default: return nil
        }
    }
}

extension StoreError: ResponseConvertible {
    /// The error as a problem.
    public func response(to request: Request) -> Response { Problem(self).response(to: request) }
}
