import CThreading
import Synchronization

/// The critical section below every guarded object: one word, a short spin, then a futex.
///
/// Ulrich Drepper's third mutex ("Futexes Are Tricky", 2011). `Synchronization.Mutex` would do the same work
/// through a priority-inheritance futex, whose every contended hand-over goes through the kernel; here a
/// releasing thread enters the kernel only if somebody sleeps.
///
///     word   meaning
///     0      free
///     1      held, and nobody sleeps
///     2      held, and somebody may sleep
@usableFromInline
package struct WordLock: ~Copyable, Sendable {
    private let word = Synchronization.Atomic<UInt32>(0)

    package init() {}

    /// How often to look at a held word before sleeping. The sections below it are a few dozen instructions, so
    /// a holder that is running at all is gone within this many looks.
    private static let spins = 64

    @usableFromInline
    @inline(__always)
    package func acquire() {
        if !word.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged {
            acquireContended()
        }
    }

    @usableFromInline
    @inline(__always)
    package func release() {
        if word.exchange(0, ordering: .releasing) == 2 {
            wakeOne()
        }
    }

    @inline(never)
    private func acquireContended() {
        for _ in 0..<Self.spins {
            if word.load(ordering: .relaxed) == 0,
                word.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged
            {
                return
            }
            lockstep_pause()
        }
        while word.exchange(2, ordering: .acquiring) != 0 {
            _ = withUnsafePointer(to: word) { lockstep_futex_wait($0, 2, -1) }
        }
    }

    @inline(never)
    private func wakeOne() {
        withUnsafePointer(to: word) { lockstep_futex_wake($0, 1) }
    }
}
