/// An object's state as a trace shows it, one case for each kind of object.
public enum ObjectState: Sendable, Hashable {
    /// A lock: its owner, and whether it is held by a scoped section, at whose end the owner lets it go.
    case lock(owner: ThreadID?, isScoped: Bool = false)
    /// A reentrant lock: its owner, and how often the owner has acquired it.
    case rlock(owner: ThreadID?, count: Int)
    /// A condition: who waits, and who of them was notified but has not gone on yet.
    case condition(waiting: [ThreadID], notified: [ThreadID])
    /// A semaphore: how many permits are left, and how many there may be at most, if it is a bounded one.
    case semaphore(permits: Int, bound: Int? = nil)
    /// An event: whether it is set.
    case event(isSet: Bool)
    /// A barrier: how many have arrived, of how many, in which phase.
    case barrier(waiting: Int, parties: Int, phase: Int, isBroken: Bool)
    /// A latch: how many counts are missing.
    case latch(count: Int)
    /// A queue: its items in the order in which they would be got, at most `ObjectState.shownItems` of them.
    case queue(items: [String], size: Int, capacity: Int?, unfinished: Int, isShutDown: Bool)
    /// A variable: its value.
    case variable(TraceValue)
    /// An atomic variable: its value.
    case atomic(TraceValue)
    /// A future: how far it is, and the thread that runs it.
    case future(FutureStage, runner: ThreadID?)
    /// A pool: tasks in its queue, workers started, and those of them with nothing to do.
    case pool(queued: Int, workers: Int, idle: Int, isShutDown: Bool)
    /// A timer: whether it has fired.
    case timer(TimerStage)
    /// A thread, as an object that others join.
    case thread(ThreadStage, thread: ThreadID)

    /// The kind of object whose state it is.
    public var kind: ObjectKind {
        switch self {
        case .lock: .lock
        case .rlock: .rlock
        case .condition: .condition
        case .semaphore: .semaphore
        case .event: .event
        case .barrier: .barrier
        case .latch: .latch
        case .queue: .queue
        case .variable: .variable
        case .atomic: .atomic
        case .future: .future
        case .pool: .pool
        case .timer: .timer
        case .thread: .thread
        }
    }

    /// How many items of a queue an event shows; a queue of thousands would make its trace quadratic.
    public static let shownItems = 32
}

/// How far a future is.
public enum FutureStage: String, Sendable, CaseIterable, Codable {
    case pending, running, finished, failed, cancelled
}

/// How far a timer is.
public enum TimerStage: String, Sendable, CaseIterable, Codable {
    case pending, fired, cancelled
}

/// How far a thread is.
public enum ThreadStage: String, Sendable, CaseIterable, Codable {
    case new, running, ended
}
