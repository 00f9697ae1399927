/// Stands around a server's handler: it sees each request before the handler does, and each response, whoever made
/// it, before it is sent.
///
/// A server's filters look at a request in their order, and at its response in the opposite one, as the layers of an
/// onion. They run on a worker, but for the refusals that the server's own thread makes: so they must not block.
public protocol Filter: Sendable {
    /// Answers in the handler's stead, or lets the request through by returning nil.
    ///
    /// - Throws: what a handler may throw, which becomes the answer.
    func admit(_ request: Request) throws -> Response?

    /// The response as it is to be sent.
    ///
    /// - Throws: a failure that takes the response's place.
    func finish(_ response: Response, to request: Request) throws(HTTPFailure) -> Response
}

extension Filter {
    /// Lets every request through.
    public func admit(_ request: Request) throws -> Response? { nil }

    /// Leaves the response as it is.
    public func finish(_ response: Response, to request: Request) throws(HTTPFailure) -> Response { response }
}

/// Fields that every response has, unless it has its own of that name.
public struct DefaultHeaders: Filter {
    private let headers: HTTPHeaders

    /// These fields.
    public init(_ headers: HTTPHeaders) { self.headers = headers }

    /// Adds those that are missing.
    public func finish(_ response: Response, to request: Request) throws(HTTPFailure) -> Response {
        var response = response
        for (name, value) in headers where response.headers[name] == nil {
            response.headers.append(name, value)
        }
        return response
    }
}
