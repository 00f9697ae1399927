public import Events
import Threading

/// Executes a program: the one way from a function to how it ended. It can do so again and again, but one execution must
/// be over before the next.
public struct Executor<Outcome: Sendable & Hashable>: Sendable {
    /// What the main thread runs.
    private let body: @Sendable () throws -> Void
    private let result: Locked<Result<Outcome, any Error>?>

    /// An executor of a program.
    public init(_ program: @escaping @Sendable () throws -> Outcome) {
        let result = Locked<Result<Outcome, any Error>?>(nil)
        self.result = result
        body = {
            let outcome = Result { try program() }
            result.withLock { $0 = outcome }
            // So that the thread's last event tells of the error as well.
            _ = try outcome.get()
        }
    }

    /// Has an engine carry the program to its end, whichever it is. Blocks the calling thread, which supervises it, until
    /// every thread of the program is gone.
    public func execute(on engine: any RunEngine, within budget: Budget) -> Conclusion<Outcome> {
        do { try engine.start(body) } catch {
            return Conclusion(
                ending: .failed(Failure(error.description, thread: 0)), atNs: 0, interrupted: [])
        }
        let end = engine.wait(within: budget)
        let now = engine.now()
        let interrupted = engine.stop()
        return Conclusion(ending: ending(end), atNs: now, interrupted: interrupted)
    }

    private func ending(_ end: RunEnd) -> Ending<Outcome> {
        // Taken, so that no execution finds what the one before has left.
        let result = result.withLock { $0.take() }
        switch end {
        case .finished:
            switch result {
            case .success(let outcome): return .completed(outcome)
            case .failure(let error): return .failed(Failure(String(describing: error), thread: 0))
            case nil: preconditionFailure("a run has finished, but its main thread has not")
            }
        case .cycle: return .deadlocked(.cycle)
        case .quiescent: return .deadlocked(.quiescent)
        case .timedOut: return .timedOut
        case .cancelled: return .cancelled
        case .givenUp: return .paused
        }
    }
}

/// What an execution came to.
public struct Conclusion<Outcome: Sendable & Hashable>: Sendable {
    /// How it ended.
    public let ending: Ending<Outcome>
    /// When, in nanoseconds from its start, by its engine's clock.
    public let atNs: Int64
    /// The threads that had to be interrupted.
    public let interrupted: [ThreadID]
}
