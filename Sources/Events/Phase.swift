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
