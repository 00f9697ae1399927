import Testing
import Threading

/// A property that did not hold. Test bodies throw it, because an `#expect` on a thread of an engine would not know
/// which test it belongs to.
struct Unmet: Error, CustomStringConvertible {
    let description: String

    init(_ message: String, at location: SourceLocation = #_sourceLocation) {
        description = "\(location.fileName):\(location.line): \(message)"
    }
}

/// Requires that something is so.
func check(_ holds: Bool, _ message: String = "does not hold", at location: SourceLocation = #_sourceLocation)
    throws
{
    if !holds { throw Unmet(message, at: location) }
}

/// Requires that a value is the expected one.
func check<Value: Equatable>(
    _ value: Value, is expected: Value, at location: SourceLocation = #_sourceLocation
) throws {
    if value != expected { throw Unmet("\(value) should be \(expected)", at: location) }
}

/// The sentence of the error that `body` throws; nil if it throws none.
func failure(of body: () throws -> Void) -> String? {
    do { try body() } catch { return String(describing: error) }
    return nil
}

/// The error of tests whose error does not matter.
struct Mishap: Error, Hashable, CustomStringConvertible {
    var description: String { "a mishap" }
}

/// A started thread whose result a test can ask for.
final class Strand<Output: Sendable>: Sendable {
    let thread: Thread
    private let result = ResultBox<Output>()

    init(name: String? = nil, daemon: Bool? = nil, _ body: @escaping @Sendable () throws -> Output) throws {
        thread = Thread(name: name, daemon: daemon) { [result] in result.fill(body) }
        try thread.start()
    }

    /// Waits until the thread has ended, and gives what its body returned or threw.
    @discardableResult
    func value() throws -> Output {
        try thread.join()
        return try result.get()
    }
}

/// Starts a thread.
func spawn<Output: Sendable>(
    name: String? = nil, daemon: Bool? = nil, _ body: @escaping @Sendable () throws -> Output
) throws -> Strand<Output> {
    try Strand(name: name, daemon: daemon, body)
}

/// Starts threads that are told their number, from 0.
func spawn<Output: Sendable>(
    count: Int, _ body: @escaping @Sendable (Int) throws -> Output
) throws -> [Strand<Output>] {
    try (0..<count).map { number in try Strand { try body(number) } }
}

/// Waits until something is so. The sleep between two looks lets other threads run, on whatever carries them; what
/// is waited for is the condition.
func waitUntil(_ holds: () throws -> Bool) throws {
    while try !holds() { try sleep(for: .microseconds(100)) }
}

/// Waits until a number of threads are blocked on an object.
func waitUntil(_ count: Int = 1, blockedOn object: GuardedObject) throws {
    try waitUntil { object.waiterCount >= count }
}

/// How long a body takes, by its engine's clock.
func time(_ body: () throws -> Void) throws -> Duration {
    let engine = Thread.current.engine
    let start = engine.now()
    try body()
    return .nanoseconds(engine.now() - start)
}

/// What threads put down in the order in which they come.
final class Log<Entry: Sendable>: Sendable {
    private let list = Shared<[Entry]>([])
    private let lock = Lock()

    func add(_ entry: Entry) throws {
        try lock.withLock { try list.write(list.read() + [entry]) }
    }

    var entries: [Entry] { list.finalValue }
}
