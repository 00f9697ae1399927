/// What a request is answered with.
public struct Response: Sendable {
    /// Where a response's body comes from.
    public enum Body: Sendable {
        /// These bytes.
        case bytes([UInt8])
        /// A regular file's bytes, sent by the kernel; one that cannot be read is answered with 404.
        case file(path: String)
        /// What another thread writes, as it writes it.
        case stream(ResponseStream)
    }

    /// The status code.
    public var status: HTTPStatus
    /// The header fields; `Content-Length`, `Date` and `Transfer-Encoding` are added by the server.
    public var headers: HTTPHeaders
    /// The body; not sent in answer to HEAD, or with 204 and 304.
    public var body: Body

    /// A response with these parts.
    public init(_ status: HTTPStatus = .ok, headers: HTTPHeaders = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A response whose body is this text in UTF-8.
    public static func text(
        _ text: String, _ status: HTTPStatus = .ok, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(status, headers: ["Content-Type": type], body: .bytes(Array(text.utf8)))
    }
}
