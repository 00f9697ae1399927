import Scenarios
import Threading

/// How a run's main thread ended: set by that thread, read once it is gone.
final class MainEnding: Sendable {
    private let ending = Locked<Result<AnyOutcome, any Error>?>(nil)

    var result: Result<AnyOutcome, any Error>? { ending.withLock { $0 } }

    /// Keeps the ending, and throws its error, so that the thread ends with it too.
    func set(_ result: Result<AnyOutcome, any Error>) throws {
        ending.withLock { $0 = result }
        _ = try result.get()
    }
}
