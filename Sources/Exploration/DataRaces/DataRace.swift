public import Events
public import Scheduling

/// A data race: two threads access a `Shared`, one of them to write it, and nothing orders the two. All interleavings may
/// end well all the same; but a compiler and a processor may do with a plain variable what is no interleaving.
public struct DataRace: Sendable, Hashable {
    /// The variable's name.
    public let variable: String
    /// The earlier of the two accesses in the execution that the schedule leads to.
    public let first: Access
    /// The later one.
    public let second: Access
    /// The simplest schedule that was met in which these two lines race: with the fewest preemptions, and of those the
    /// shortest.
    public let schedule: Schedule
    /// How many preemptions the schedule has.
    public let preemptions: Int

    /// One access.
    public struct Access: Sendable, Hashable {
        /// The thread's name.
        public let thread: String
        /// `read` or `write`.
        public let action: Action
        /// From which line; nil if no line of the program did it.
        public let source: String?

        /// An access.
        package init(thread: String, action: Action, source: String?) {
            self.thread = thread
            self.action = action
            self.source = source
        }

        /// `Thread-1 write count (Scenarios/Race.swift:23)`.
        public var description: String {
            "\(thread) \(action.rawValue)\(source.map { " (\($0))" } ?? "")"
        }
    }

    /// A race that was met.
    package init(variable: String, first: Access, second: Access, schedule: Schedule, preemptions: Int) {
        self.variable = variable
        self.first = first
        self.second = second
        self.schedule = schedule
        self.preemptions = preemptions
    }

    /// How many are listed at most.
    public static let limit = 100

    /// The race in a sentence.
    public var sentence: String {
        "Data race on \(variable): \(first.inWords) and \(second.inWords), and nothing orders the two."
    }
}

extension DataRace.Access {
    fileprivate var inWords: String {
        "\(thread) \(action == .read ? "reads" : "writes") it\(source.map { " (\($0))" } ?? "")"
    }
}
