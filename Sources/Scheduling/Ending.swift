/// How an execution of a program ended, whoever executed it and whatever for.
///
/// Two endings are equal if the program came to the same: of a deadlock, how it was noticed is no part of that, since
/// one engine may see the circle before all stand still, and another not.
public enum Ending<Outcome: Sendable & Hashable>: Sendable, Hashable {
    /// The program returned.
    case completed(Outcome)
    /// An error left a thread that nobody was there to catch.
    case failed(Failure)
    /// Threads waited for what could never come.
    case deadlocked(Deadlock)
    /// The time was up.
    case timedOut
    /// Somebody cancelled it.
    case cancelled
    /// Whoever decides what happens next wanted to see no more.
    case paused
    /// It had as many steps as it may have, and went on.
    case cut

    /// A deadlock, for comparisons: however it was noticed.
    public static var deadlock: Ending { .deadlocked(.quiescent) }

    /// An error that left a thread other than the main one, for comparisons: whichever thread it was.
    public static func uncaught(_ error: any Error) -> Ending {
        .failed(Failure(String(describing: error), thread: 1, named: "A thread"))
    }

    /// The same ending of an outcome that is shown otherwise.
    @inlinable
    public func map<Other>(_ transform: (Outcome) -> Other) -> Ending<Other> {
        switch self {
        case .completed(let outcome): .completed(transform(outcome))
        case .failed(let failure): .failed(failure)
        case .deadlocked(let deadlock): .deadlocked(deadlock)
        case .timedOut: .timedOut
        case .cancelled: .cancelled
        case .paused: .paused
        case .cut: .cut
        }
    }

    /// Whether it is a deadlock.
    public var isDeadlock: Bool { if case .deadlocked = self { true } else { false } }

    /// Whether the program came to an end, so that there is nothing that it would have done next.
    public var isWhole: Bool {
        switch self {
        case .completed, .failed, .deadlocked: true
        case .timedOut, .cancelled, .paused, .cut: false
        }
    }
}

extension Ending {
    /// Whether a program that ended so came to the same.
    @inlinable
    public static func == (left: Ending, right: Ending) -> Bool {
        switch (left, right) {
        case (.completed(let left), .completed(let right)): left == right
        case (.failed(let left), .failed(let right)): left == right
        case (.deadlocked, .deadlocked), (.timedOut, .timedOut), (.cancelled, .cancelled), (.paused, .paused),
            (.cut, .cut):
            true
        default: false
        }
    }

    /// The same for equal endings.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .completed(let outcome): hasher.combine(outcome)
        case .failed(let failure): hasher.combine(failure)
        case .deadlocked: hasher.combine(0)
        case .timedOut: hasher.combine(1)
        case .cancelled: hasher.combine(2)
        case .paused: hasher.combine(3)
        case .cut: hasher.combine(4)
        }
    }
}

/// How a deadlock was noticed.
public enum Deadlock: String, Sendable, CaseIterable {
    /// Some threads waited for one another in a circle that nobody else could open.
    case cycle
    /// Every live thread waited, none of them with a deadline.
    case quiescent
}
