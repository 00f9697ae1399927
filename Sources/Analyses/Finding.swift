public import Events
public import Tracing

/// Something that an analysis of a trace reports.
public struct Finding: Sendable, Hashable {
    /// What was found, with what only that kind of finding has.
    public var kind: Kind
    /// A sentence that names threads, objects and lines.
    public var message: String
    /// The threads concerned.
    public var threads: [ThreadID]
    /// The objects concerned.
    public var objects: [ObjectID]
    /// The events concerned, by `seq`.
    public var events: [Int]

    /// What can be found.
    public enum Kind: Sendable, Hashable {
        /// Threads waited for what could never come; who waits for whom, if that closes a circle.
        case deadlock(DeadlockForm, cycle: [CycleLink])
        /// Threads wait for one another in a circle that another thread could still open; who waits for whom.
        case circularWait(cycle: [CycleLink])
        /// Two threads accessed a variable, one of them to write it, and nothing ordered the two; how often that was
        /// seen at these lines.
        case dataRace(count: Int)
        /// A thread overwrote a value that another had written since it read it.
        case lostUpdate
        /// Threads took locks in orders that could have ended in a deadlock, but did not; who would have waited for
        /// whom, and whether the events of this very run, in another order, end in that.
        case lockOrderInversion(cycle: [CycleLink], isPredicted: Bool)
        /// An error ended a thread, or came out of a callback, and nobody was there to catch it.
        case uncaughtError

        /// What a document calls it.
        public var name: Name {
            switch self {
            case .deadlock: .deadlock
            case .circularWait: .circularWait
            case .dataRace: .dataRace
            case .lostUpdate: .lostUpdate
            case .lockOrderInversion: .lockOrderInversion
            case .uncaughtError: .uncaughtError
            }
        }
    }

    /// The names of what can be found.
    public enum Name: String, Sendable, CaseIterable {
        case deadlock, circularWait, dataRace, lostUpdate, lockOrderInversion, uncaughtError
    }

    /// A finding with these parts.
    public init(
        _ kind: Kind, message: String, threads: [ThreadID], objects: [ObjectID], events: [Int]
    ) {
        self.kind = kind
        self.message = message
        self.threads = threads
        self.objects = objects
        self.events = events
    }
}
