public import Scheduling
import Threading
public import Tracing

/// One execution of a program along a schedule, with all that its threads did.
public struct Replay<Outcome: Hashable & Sendable>: Sendable {
    /// How it ended.
    public let ending: Ending<Outcome>
    /// What its threads did.
    public let trace: Trace

    /// The execution as a text, a line an event, and how it ended.
    public var story: String { trace.text + "It ends so: \(ending.inWords).\n" }
}

/// Why a schedule cannot be followed.
public struct ScheduleMisfit: Error, Hashable, CustomStringConvertible {
    /// A sentence that names the step.
    public let description: String
}

extension Explorer {
    /// Runs the program once more along a schedule, as an exploration reports it, on the calling thread: for its trace, or
    /// for a debugger, in which the same happens each time.
    ///
    /// - Parameters:
    ///   - schedule: of this program; what follows on it, if it is only a beginning, goes on straight, for as many steps as
    ///     an execution may have.
    ///   - budget: how long it may take. An execution that it ends is `timedOut`.
    ///   - eventLimit: how many events the trace keeps, of the last ones.
    /// - Throws: `ScheduleMisfit` if the program does not do what the schedule says.
    public func replay(
        _ schedule: Schedule, within budget: Budget = Budget(.seconds(60)), eventLimit: Int = 100_000
    ) throws(ScheduleMisfit) -> Replay<Outcome> {
        let replay = search.replay(schedule, then: .straight, eventLimit: eventLimit, within: budget)
        replay.scheduler.noteEnd()
        if let misfit = replay.scheduler.misfit {
            throw ScheduleMisfit(description: "The schedule does not fit the program: \(misfit)")
        }
        return Replay(ending: replay.ending.map(outcomes.outcome), trace: replay.trace)
    }
}

extension Ending {
    /// The ending in a few words.
    var inWords: String {
        switch self {
        case .completed(let outcome): "\(outcome)"
        case .failed(let failure): failure.description
        case .deadlocked: "a deadlock"
        case .timedOut: "its time was up"
        case .cancelled: "it was cancelled"
        case .paused: "the schedule comes to its end"
        case .cut: "it goes on after as many steps as an execution may have"
        }
    }
}
