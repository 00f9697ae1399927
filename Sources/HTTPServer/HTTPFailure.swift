/// Why the server itself refuses a request, or a handler does in the server's words by throwing it.
///
/// `Configuration.errorResponder` turns it into a response.
public enum HTTPFailure: Error, Sendable {
    /// The request cannot be understood; the sentence says what is wrong with it.
    case badRequest(String)
    /// The client may not do that; the sentence says why.
    case forbidden(String)
    /// There is nothing at this path.
    case notFound(path: String)
    /// The path is known, and allows these methods only.
    case methodNotAllowed(HTTPMethod, allowed: [HTTPMethod])
    /// The body is over the limit, in bytes.
    case contentTooLarge(limit: Int)
    /// The part of a body that is asked for is beyond its end, which is after so many bytes.
    case rangeNotSatisfiable(length: Int)
    /// So many requests wait for a worker, which is the pool's limit; or, without a number, there is no worker. Worth
    /// another try after so many seconds.
    case overloaded(retryAfterSeconds: Int, queueLimit: Int?)
    /// A handler failed with an error that is no response, or never answered; for the log, not for the client.
    case internalError(String)

    /// The status that belongs to it.
    public var status: HTTPStatus {
        switch self {
        case .badRequest: .badRequest
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .contentTooLarge: .contentTooLarge
        case .rangeNotSatisfiable: .rangeNotSatisfiable
        case .overloaded: .serviceUnavailable
        case .internalError: .internalServerError
        }
    }

    /// The fields that the status requires: `Allow` with 405, `Retry-After` with 503,
    /// `Content-Range` with 416.
    public var headers: HTTPHeaders {
        switch self {
        case .methodNotAllowed(_, let allowed): ["Allow": allowed.map(\.rawValue).joined(separator: ", ")]
        case .overloaded(let seconds, _): ["Retry-After": String(seconds)]
        case .rangeNotSatisfiable(let length): ["Content-Range": "bytes */\(length)"]
        default: [:]
        }
    }

    /// A sentence for the client.
    public var message: String {
        switch self {
        case .badRequest(let sentence), .forbidden(let sentence): sentence
        case .notFound(let path): "There is nothing at \(path)."
        case .methodNotAllowed(let method, let allowed):
            "\(method) is not allowed here, only \(allowed.map(\.rawValue).joined(separator: ", "))."
        case .contentTooLarge(let limit): "The body is larger than \(limit) bytes."
        case .rangeNotSatisfiable(let length): "The range begins beyond the end: there are \(length) bytes."
        case .overloaded(let seconds, nil): "The server is busy; try again in \(seconds) s."
        case .overloaded(let seconds, let limit?):
            "\(limit) requests are waiting for a worker already; try again in \(seconds) s."
        case .internalError: "The server failed to answer this request."
        }
    }
}

extension HTTPFailure {
    /// Answers with the message as plain text: the default of `Configuration.errorResponder`.
    public static let plainResponder: @Sendable (HTTPFailure, Request) -> Response = { failure, _ in
        .text(failure.message + "\n", failure.status)
    }
}
