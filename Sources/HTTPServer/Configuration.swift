/// Where a server listens, and its limits.
public struct Configuration: Sendable {
    /// An IPv4 or IPv6 address, or `localhost`, which is `127.0.0.1`. Nothing is looked up in a name service.
    public var host = "127.0.0.1"
    /// The TCP port; 0 lets the kernel choose, and `Server.waitUntilListening()` tell.
    public var port: UInt16 = 8080
    /// Connections that wait to be accepted; the kernel may allow fewer (`net.core.somaxconn`).
    public var backlog = 1024
    /// Bytes of a request's body; a larger one is refused with 413.
    public var bodyLimit = 1 << 20
    /// Connections at once; further ones wait in the backlog.
    public var connectionLimit = 4096
    /// Connections at once from one address; further ones are closed. Nil: no limit.
    public var connectionLimitPerAddress: Int? = 1024
    /// Time without traffic after which a connection is closed, to the second, at least one. It does not run while
    /// a handler works. Nil: never.
    public var idleTimeout: Duration? = .seconds(60)
    /// Bytes of memory per connection. Request line and header fields must fit into it, with 64 bytes more for each
    /// field and some 300 for the rest; else the answer is 414 or 431.
    ///
    /// libmicrohttpd clears all of it at every request, so a large value costs throughput.
    public var connectionMemory = 16 * 1024
    /// What a client is told by `Retry-After` when the pool is full, in seconds.
    public var retryAfterSeconds = 1
    /// What stands around the handler, the outermost first.
    public var filters: [any Filter] = []
    /// Who counts what the server does.
    public var observer: (any ServerObserver)?
    /// Makes a response of the server's refusals. It runs on a worker or on the server's own thread, and must not
    /// block. The fields that the status requires are added if it leaves them out.
    public var errorResponder: @Sendable (HTTPFailure, Request) -> Response = HTTPFailure.plainResponder

    /// The defaults: the loopback interface, port 8080.
    public init() {}

    /// The defaults at this address.
    public init(host: String = "127.0.0.1", port: UInt16) {
        self.host = host
        self.port = port
    }
}
