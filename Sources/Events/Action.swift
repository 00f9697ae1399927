/// What a thread does to an object.
public enum Action: String, Sendable, CaseIterable, Codable {
    // locks and semaphores
    case acquire, release
    // conditions, events, barriers, latches, timers, sleeping
    case wait, notify, set, clear, arrive, abort, reset, countDown, fire, cancel, sleep
    // queues
    case put, get, taskDone, join, shutdown
    // variables, and looking at an object without changing it
    case read, write, inspect
    // atomic variables
    case load, store, exchange, compareExchange, add
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
