/// What a thread does to an object.
public enum Action: String, Sendable, CaseIterable, Codable {
    // locks and semaphores
    case acquire, release
    // conditions, events, barriers, timers, sleeping
    case wait, notify, set, clear, arrive, abort, reset, fire, cancel, sleep
    // queues
    case put, get, taskDone, join, shutdown
    // variables, and looking at an object without changing it
    case read, write, inspect
    // pools and futures
    case submit, take, begin, finish, callback
    // threads
    case start, end, output

    /// Whether the action only looks: for types whose states say that another action does so as well.
    package func isLook(or other: Action) -> Bool { self == .inspect || self == other }

    /// Whether the action is done to an object; the others are done by a thread alone.
    public var hasObject: Bool {
        switch self {
        case .start, .end, .sleep, .output: false
        default: true
        }
    }
}

/// How far an action has come.
public enum Phase: String, Sendable, CaseIterable, Codable {
    /// The guard is false: the thread is blocked from here on.
    case wait
    /// The action happened.
    case done
    /// The time to wait was up before the guard was true.
    case timeout
    /// The thread was interrupted before the guard was true.
    case interrupt
    /// The object refused the action: it threw an error, which the event's value tells.
    case refused
}

/// What kind of thing is shared.
public enum ObjectKind: String, Sendable, CaseIterable, Codable {
    case lock, rlock, condition, semaphore, event, barrier, queue, variable, future, pool, timer
    /// A thread, as what a join waits for.
    case thread

    /// What an object is called that was given no name: `lock-3` if it is its run's third lock, `lock` outside a run.
    package func name(_ ordinal: Int) -> String { ordinal == 0 ? rawValue : "\(rawValue)-\(ordinal)" }
}
