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

extension ServerObserver {
    /// Does nothing.
    public func connectionOpened() {}
    /// Does nothing.
    public func connectionClosed() {}
    /// Does nothing.
    public func requestBegan() {}
}

/// Several observers as one, told in their order.
public struct Observers: ServerObserver {
    private let all: [any ServerObserver]

    /// These.
    public init(_ all: [any ServerObserver]) { self.all = all }

    /// Tells all.
    public func connectionOpened() { for observer in all { observer.connectionOpened() } }
    /// Tells all.
    public func connectionClosed() { for observer in all { observer.connectionClosed() } }
    /// Tells all.
    public func requestBegan() { for observer in all { observer.requestBegan() } }
    /// Tells all.
    public func requestFinished(_ request: FinishedRequest) {
        for observer in all { observer.requestFinished(request) }
    }
}

/// What became of a request.
public struct FinishedRequest: Sendable {
    /// The method.
    public let method: HTTPMethod
    /// Path and query as sent; what is not UTF-8 in it is repaired.
    public var target: String { String(decoding: targetBytes, as: UTF8.self) }
    /// The client's address without its port; empty if unknown.
    public let remoteAddress: String
    /// What `Request.id` was; nil if the request never came so far.
    public let id: String?
    /// The template of the route that it matched; nil if it matched none, or never came so far.
    public let route: String?
    /// What it was answered with; nil if the connection ended before there was an answer.
    public let status: HTTPStatus?
    /// How many bytes of the answer's body were sent, as far as is known: of a body that is broken off, all of it
    /// counts, unless it is a stream.
    public let bytes: Int
    /// From the end of its header to the end of its answer.
    public let duration: Duration

    /// A text is made of it only where one is wanted.
    let targetBytes: [UInt8]
}

/// What a request's handling leaves for its observer. A worker writes it before it answers, and the server's thread
/// reads it after the answer has come to it.
final class RequestNotes: @unchecked Sendable {
    let id: String
    var route: String?

    init(id: String) { self.id = id }
}
