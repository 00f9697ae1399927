public import Threading

/// A started thread whose result a test can ask for.
public final class Strand<Output: Sendable>: Sendable {
    /// The thread.
    public let thread: Thread
    private let result = ResultBox<Output>()

    /// Starts a thread.
    public init(name: String? = nil, daemon: Bool? = nil, _ body: @escaping @Sendable () throws -> Output)
        throws
    {
        thread = Thread(name: name, daemon: daemon) { [result] in result.fill(body) }
        try thread.start()
    }

    /// Waits until the thread has ended, and gives what its body returned or threw.
    @discardableResult
    public func value() throws -> Output {
        try thread.join()
        return try result.get()
    }
}

/// Starts a thread.
public func spawn<Output: Sendable>(
    name: String? = nil, daemon: Bool? = nil, _ body: @escaping @Sendable () throws -> Output
) throws -> Strand<Output> {
    try Strand(name: name, daemon: daemon, body)
}

/// Starts threads that are told their number, from 0.
public func spawn<Output: Sendable>(
    count: Int, _ body: @escaping @Sendable (Int) throws -> Output
) throws -> [Strand<Output>] {
    try (0..<count).map { number in try Strand { try body(number) } }
}
