import CThreading
import Synchronization
import Threading
import Tracing

/// What the engine keeps for a thread.
final class ThreadRecord: Sendable {
    let journal: Journal
    /// The thread's luck, if there is chaos. Only the thread itself touches it.
    @exclusivity(unchecked) nonisolated(unsafe) var chaos: Chaos?
    /// Written by the thread that starts this one, read by the supervisor when all threads are known to have ended, or to
    /// be about to.
    nonisolated(unsafe) var handle: OSThread?
    /// How much the thread has done since its run was over. Only the thread itself touches it.
    @exclusivity(unchecked) private nonisolated(unsafe) var actions = 0
    private let state = Locked(State.alive)
    /// Where the supervisor sleeps until the thread is no longer alive.
    private let news = Parker()

    private enum State {
        case alive
        /// It does nothing any more that anybody waits for.
        case ended
        /// It goes on by itself, or is stopped for good, and nobody waits for it.
        case abandoned
    }

    init(_ journal: Journal, _ chaos: Chaos?) {
        self.journal = journal
        self.chaos = chaos
    }

    /// Takes note that the thread ends.
    func end() {
        let wasAbandoned = state.withLock { state in
            defer { state = .ended }
            return state == .abandoned
        }
        if wasAbandoned { Abandonment.add(-1) }
        news.unpark()
    }

    /// Takes note that nobody will wait for the thread, unless it has ended.
    private func abandon() {
        let isNew = state.withLock { state in
            defer { if state == .alive { state = .abandoned } }
            return state == .alive
        }
        if isNew { Abandonment.add(1) }
        news.unpark()
    }

    /// Counts what a thread does although its run is over. Does not return if that is too much.
    func unwind(_ thread: Thread) {
        actions += 1
        if actions <= Abandonment.freeActions { return }
        let isLate = actions > Abandonment.freeActions + Abandonment.slowActions
        if isLate { abandon() }
        let end = isLate ? nil : lockstep_monotonic_ns() + Abandonment.pause.nanoseconds
        // A token only says that it was interrupted.
        while thread.parker.park(until: end) {}
    }

    /// Waits until the thread is gone, or has been abandoned; abandons it if it is neither when the time is up.
    ///
    /// - Parameter deadline: in nanoseconds of the monotonic clock.
    func join(until deadline: Int64) {
        guard let handle = handle.take() else { return }
        while state.withLock({ $0 }) == .alive {
            if !news.park(until: deadline) { abandon() }
        }
        if state.withLock({ $0 }) == .ended { handle.join() } else { handle.detach() }
    }
}
