/// An object's state as a trace shows it, one case for each kind of object.
public enum ObjectState: Sendable, Hashable {
    /// A lock: its owner, and how often the owner has acquired it.
    case ownership(owner: ThreadID?, count: Int)
    /// A semaphore: how many permits are left.
    case permits(Int)
    /// An event: whether it is set.
    case flag(isSet: Bool)
    /// A condition: who waits, and who of them was notified but has not gone on yet.
    case waiters(waiting: [ThreadID], notified: [ThreadID])
    /// A barrier: how many have arrived, of how many, in which phase.
    case gathering(waiting: Int, parties: Int, phase: Int, isBroken: Bool)
    /// A queue: its items in the order in which they would be got, at most `ObjectState.shownItems` of them.
    case items([String], size: Int, capacity: Int?, unfinished: Int, isShutDown: Bool)
    /// A variable: its value.
    case variable(TraceValue)
    /// A future: how far it is, and the thread that runs it.
    case progress(FutureStage, runner: ThreadID?)
    /// A pool: tasks in its queue, workers started, and those of them with nothing to do.
    case staff(queued: Int, workers: Int, idle: Int, isShutDown: Bool)
    /// A timer: whether it has fired.
    case timer(TimerStage)
    /// A thread, as an object that others join.
    case life(ThreadStage, thread: ThreadID)

    /// How many items of a queue an event shows; a queue of thousands would make its trace quadratic.
    public static let shownItems = 32
}

/// How far a future is.
public enum FutureStage: String, Sendable, Codable {
    case pending, running, finished, failed, cancelled
}

/// How far a timer is.
public enum TimerStage: String, Sendable, Codable {
    case pending, fired, cancelled
}

/// How far a thread is.
public enum ThreadStage: String, Sendable, Codable {
    case new, running, ended
}
