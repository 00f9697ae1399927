/// What a handler returns: the response, or the promise of one.
public enum Reply: Sendable {
    /// The response, now.
    case response(Response)
    /// The response, later: the closure is called at once on the handler's thread, hands its `Responder` to
    /// whoever will answer, and returns; the worker is free again.
    case deferred(@Sendable (Responder) -> Void)
}

/// What may stand where a handler's reply is expected: a `Response` or a `Reply`.
public protocol ReplyConvertible: SendableMetatype {
    /// The reply.
    var reply: Reply { get }
}

extension Reply: ReplyConvertible {
    /// Itself.
    public var reply: Reply { self }
}

extension Response: ReplyConvertible {
    /// The response, now.
    public var reply: Reply { .response(self) }
}

/// Answers a request, on a worker of the server's pool; it may block, and keeps its worker as long as it does.
///
/// An error that is `ResponseConvertible` becomes that response; an `HTTPFailure` goes to
/// `Configuration.errorResponder`, and so does any other error, as a 500.
public typealias Handler = @Sendable (Request) throws -> Reply
