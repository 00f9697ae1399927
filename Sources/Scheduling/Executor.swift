public import Events
public import Threading

/// Executes a program: the one way from a function to how it ended. It can do so again and again, but one execution must
/// be over before the next.
///
/// It can be inlined, so that it is compiled for the outcome at hand: an exploration executes its program a hundred
/// thousand times a second.
public struct Executor<Outcome: Sendable & Hashable>: Sendable {
    /// What the main thread runs.
    @usableFromInline let body: @Sendable () throws -> Void
    @usableFromInline let result: MainResult<Outcome>

    /// An executor of a program.
    @inlinable
    public init(_ program: @escaping @Sendable () throws -> Outcome) {
        let result = MainResult<Outcome>()
        self.result = result
        body = {
            do { result.value = .success(try program()) } catch {
                result.value = .failure(error)
                // So that the thread's last event tells of the error as well.
                throw error
            }
        }
    }

    /// Has an engine carry the program to its end, whichever it is. Blocks the calling thread, which supervises it, until
    /// every thread of the program is gone.
    @inlinable
    public func execute(on engine: any RunEngine, within budget: Budget) -> Conclusion<Outcome> {
        do { try engine.start(body) } catch {
            return Conclusion(
                ending: .failed(Failure(error.description)), stray: nil, atNs: 0, interrupted: [])
        }
        let end = engine.wait(within: budget)
        let now = engine.now()
        let interrupted = engine.stop()
        return Conclusion(
            ending: ending(end, engine.failures.take()), stray: end.stray, atNs: now,
            interrupted: interrupted)
    }

    @inlinable
    func ending(_ end: RunEnd, _ failure: Failure?) -> Ending<Outcome> {
        // Taken, so that no execution finds what the one before has left.
        let result = result.value.take()
        switch end {
        case .finished:
            switch result {
            case .success(let outcome): return failure.map { .failed($0) } ?? .completed(outcome)
            case .failure(let error): return .failed(Failure(String(describing: error)))
            case nil: preconditionFailure("a run has finished, but its main thread has not")
            }
        case .cycle: return .deadlocked(.cycle)
        case .quiescent: return .deadlocked(.quiescent)
        case .timedOut: return .timedOut
        case .cancelled: return .cancelled
        case .givenUp: return .paused
        case .stray(let what): return .failed(Failure(what))
        case .violated(let failure): return .failed(failure)
        }
    }
}

/// What a main thread came to.
@usableFromInline
final class MainResult<Outcome: Sendable>: @unchecked Sendable {
    /// Written by the main thread, read by its supervisor once the thread is gone.
    @exclusivity(unchecked) @usableFromInline var value: Result<Outcome, any Error>?

    @inlinable init() {}
}

/// What an execution came to.
public struct Conclusion<Outcome: Sendable & Hashable>: Sendable {
    /// How it ended.
    public let ending: Ending<Outcome>
    /// Why it says nothing of the program, if a thread acted on an object that is none of the run's.
    public let stray: String?
    /// When, in nanoseconds from its start, by its engine's clock.
    public let atNs: Int64
    /// The threads that had to be interrupted.
    public let interrupted: [ThreadID]

    @usableFromInline
    init(ending: Ending<Outcome>, stray: String?, atNs: Int64, interrupted: [ThreadID]) {
        self.ending = ending
        self.stray = stray
        self.atNs = atNs
        self.interrupted = interrupted
    }
}
