public import LockstepTestKit
public import Testing
import Threading

extension EngineUnderTest: CustomTestStringConvertible {
    /// The engine's name.
    public var testDescription: String { rawValue }
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
