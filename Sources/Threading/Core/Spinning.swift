import CThreading
import Glibc
import Synchronization

/// The short look around before a thread goes to sleep.
///
/// To fall asleep and be woken costs two threads some 10 µs each, more where a processor falls asleep with them. Who
/// looks around for about half as long first loses little if nothing comes, and all of that is saved if it does: a
/// small task's result is there before its submitter sleeps, and the next task before its worker does. (Karlin et
/// al., "Empirical Studies of Competitive Spinning", SOSP 1991.)
enum Spinning {
    /// About 5 µs. With twice as much, a server whose machine is busy otherwise loses a tenth of its throughput.
    private static let looks = 200
    /// Threads that look around at once, as in Go's scheduler: half of the processors, so none if there is only one,
    /// on which nothing can come meanwhile.
    private static let limit = sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2
    private static let spinners = Synchronization.Atomic<Int>(0)

    /// Returns when a condition holds, or after a few microseconds, or at once if enough threads spin already.
    static func wait(_ isOver: () -> Bool) {
        if isOver() || spinners.load(ordering: .relaxed) >= limit { return }
        spinners.add(1, ordering: .relaxed)
        defer { spinners.subtract(1, ordering: .relaxed) }
        for _ in 0..<looks {
            lockstep_pause()
            if isOver() { return }
        }
    }
}
