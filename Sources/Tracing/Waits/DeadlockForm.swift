/// What a deadlock is called.
public enum DeadlockForm: String, Sendable, CaseIterable, Codable {
    /// Threads wait for locks that the others hold, in a circle.
    case lockCycle
    /// A thread waits for what it holds itself.
    case selfDeadlock
    /// Threads wait for the end of one another, in a circle.
    case joinCycle
    /// Threads wait for one another in a circle of several kinds of objects.
    case mixedCycle
    /// A queue is full, and whoever would get from it waits for the one that would put into it.
    case fullQueueCycle
    /// All workers of a pool wait, and what they wait for is in its queue.
    case poolStarvation
    /// A thread waits for a wake-up that came before it waited.
    case lostWakeUp
    /// A lock's holder has ended, or waits for ever.
    case lockNeverReleased
    /// Nobody is left to release a permit.
    case semaphoreNeverReleased
    /// Fewer threads came to a barrier than it is for.
    case barrierShort
    /// A latch was counted down less often than it takes to open it.
    case latchShort
    /// Threads wait, and none is left that could end a wait.
    case standstill
}
