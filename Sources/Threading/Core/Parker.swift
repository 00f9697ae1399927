import CThreading
import Synchronization

/// Where one OS thread sleeps until another wakes it. It holds one token, as `LockSupport.park` does in Java: an
/// `unpark` that comes before the `park` is not lost, and many of them count as one.
///
///     word   meaning
///     0      no token, awake
///     1      a token: the next park returns at once
///     2      no token, asleep or about to be
public struct Parker: ~Copyable, Sendable {
    private let word = Synchronization.Atomic<UInt32>(0)

    /// A parker without a token.
    public init() {}

    /// Sleeps until there is a token, and takes it. Only the owning thread may call it.
    ///
    /// - Parameter deadline: when to give up, in nanoseconds of the monotonic clock; nil waits for ever.
    /// - Returns: false if the deadline passed first.
    public func park(until deadline: Int64?) -> Bool {
        Spinning.wait { word.load(ordering: .relaxed) == 1 }
        if word.compareExchange(expected: 0, desired: 2, ordering: .acquiring).exchanged {
            repeat {
                let inTime = withUnsafePointer(to: word) { lockstep_futex_wait($0, 2, deadline ?? -1) }
                // A token that arrives together with the deadline is taken, not left for the next park.
                if !inTime { return word.exchange(0, ordering: .acquiring) == 1 }
            } while word.load(ordering: .relaxed) == 2
        }
        // An exchange, not a store: a second unpark may have come since the word was read, and what its thread did
        // before must be seen by this one, as its token is gone with the first.
        _ = word.exchange(0, ordering: .acquiring)
        return true
    }

    /// Leaves a token, and wakes the owner if it sleeps. Any thread may call it.
    public func unpark() {
        if word.exchange(1, ordering: .releasing) == 2 {
            withUnsafePointer(to: word) { lockstep_futex_wake($0, 1) }
        }
    }
}
