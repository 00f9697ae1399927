/// A complete request: line, header fields and body.
public struct Request: Sendable {
    /// What is asked for.
    public let method: HTTPMethod
    /// The path, percent-decoded, without the query.
    ///
    /// It may have `..` segments: whoever makes a file's name of it has to look.
    public let path: String
    /// The query's items, decoded, in order.
    public let query: [QueryItem]
    /// The header fields.
    public let headers: HTTPHeaders
    /// The body's bytes, at most `Configuration.bodyLimit` of them.
    public let body: [UInt8]
    /// The client's address without its port, as `IPAddress` spells it; empty if unknown.
    public let remoteAddress: String

    /// What names it in logs and answers: the client's `X-Request-Id`, if that is 1 to 64 letters, digits, dots,
    /// underscores and hyphens; else one of the server's.
    public var id: String { notes.id }

    /// The path as sent, in which `%2F` is not a separator.
    let encodedPath: String
    private let notes: RequestNotes

    /// The first value of the query item with this name; nil if there is none.
    public func queryValue(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    /// A request as a client would send it, for calling a handler without a socket.
    ///
    /// - Parameter target: path and query, percent-encoded.
    /// - Throws: `HTTPFailure.badRequest` if the target is malformed.
    public init(
        _ method: HTTPMethod, _ target: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
        remoteAddress: String = ""
    ) throws(HTTPFailure) {
        self.init(
            method, try RequestTarget(Array(target.utf8)), headers: headers, body: body,
            remoteAddress: remoteAddress, notes: RequestNotes(id: RequestID.make(for: headers)))
    }

    init(
        _ method: HTTPMethod, _ target: RequestTarget, headers: HTTPHeaders, body: [UInt8],
        remoteAddress: String, notes: RequestNotes
    ) {
        self.method = method
        path = target.path
        encodedPath = target.encodedPath
        query = target.query
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
        self.notes = notes
    }

    /// Says for the server's observer which route it is that answers this request. A router does so by itself. Only
    /// before the answer, and by one thread.
    public func note(route: String) { notes.route = route }
}
