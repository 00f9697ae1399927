/// Learns what a server does, to count it. All of it is called on the server's own thread, and must not block.
public protocol ServerObserver: Sendable {
    /// A client has connected.
    func connectionOpened()
    /// A connection is no more.
    func connectionClosed()
    /// A request's header has come.
    func requestBegan()
    /// A request is over: answered to the end, or broken off.
    func requestFinished(_ request: FinishedRequest)
}

/// What became of a request.
public struct FinishedRequest: Sendable {
    /// The method.
    public let method: HTTPMethod
    /// The template of the route that it matched; nil if it matched none, or never came so far.
    public let route: String?
    /// What it was answered with; nil if the connection ended before there was an answer.
    public let status: HTTPStatus?
    /// How many bytes of the answer's body were sent, as far as is known: of a body that is broken off, all of it
    /// counts, unless it is a stream.
    public let bytes: Int
    /// From the end of its header to the end of its answer.
    public let duration: Duration
}

/// What a request's handling leaves for its observer. A worker writes it before it answers, and the server's thread
/// reads it after the answer has come to it.
final class RequestNotes: @unchecked Sendable {
    var route: String?
}
