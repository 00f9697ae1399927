public import Events
import Threading
public import Tracing

/// Something that an analysis of a trace reports.
public struct Finding: Sendable {
    /// What kind of thing was found.
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// Threads waited for what could never come.
        case deadlock
        /// A thread overwrote a value that another had written since it read it.
        case lostUpdate
        /// Two threads accessed a variable, one of them to write it, and nothing ordered the two.
        case dataRace
        /// Threads took locks in orders that could have ended in a deadlock, but did not.
        case lockOrderInversion
        /// An error ended a thread, or came out of a callback, and nobody was there to catch it.
        case uncaughtError
    }

    /// What kind of thing was found.
    public var kind: Kind
    /// A sentence that names threads, objects and lines.
    public var message: String
    /// The threads concerned.
    public var threads: [ThreadID]
    /// The objects concerned.
    public var objects: [ObjectID]
    /// The events concerned, by `seq`.
    public var events: [Int]
    /// For a deadlock: who waits for whom, if that closes a circle. For a lock-order inversion: who would.
    public var cycle: [CycleLink]?
    /// For a deadlock: what it is called.
    public var form: DeadlockForm?
    /// For a data race: how often it was seen at these lines.
    public var count: Int?
    /// For a lock-order inversion: whether the events of this very run, in another order, end in the deadlock.
    public var predicted: Bool?

    /// A finding with these parts.
    public init(
        kind: Kind, message: String, threads: [ThreadID], objects: [ObjectID], events: [Int],
        cycle: [CycleLink]? = nil, form: DeadlockForm? = nil, count: Int? = nil, predicted: Bool? = nil
    ) {
        self.kind = kind
        self.message = message
        self.threads = threads
        self.objects = objects
        self.events = events
        self.cycle = cycle
        self.form = form
        self.count = count
        self.predicted = predicted
    }
}
