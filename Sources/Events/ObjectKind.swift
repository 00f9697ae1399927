/// What kind of thing is shared.
public enum ObjectKind: String, Sendable, CaseIterable, Codable {
    case lock, rlock, condition, semaphore, event, barrier, latch, queue, variable, atomic, future, pool,
        timer
    /// A thread, as what a join waits for.
    case thread

    /// What an object is called that was given no name: `lock-3` if it is its run's third lock, `lock` outside a run.
    package func name(_ ordinal: Int) -> String { ordinal == 0 ? rawValue : "\(rawValue)-\(ordinal)" }

    /// The same of one that is counted among those that its maker has made, who is no main thread: `lock-2.1`.
    package func name(_ ordinal: Int, after path: String) -> String { "\(rawValue)-\(path)\(ordinal)" }
}
