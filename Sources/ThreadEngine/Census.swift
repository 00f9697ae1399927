import Events
import Scheduling
import Threading
import Tracing

/// Who is alive in a run, and who of them is blocked on what. From it follow the run's end and its standstills.
///
/// Threads touch it when they start, end, block and wake, never on an action that goes through at once.
final class Census: Sendable {
    private let limit: Int
    private let state = Locked(State())
    /// Where the supervisor sleeps. There is only one.
    private let alarm = Parker()

    init(limit: Int) { self.limit = limit }

    private struct State {
        var everyone: [Thread] = []
        var live: [ThreadID: Thread] = [:]
        /// Of the live ones, those that have not said yet that they end; it is they whom the limit counts. Who has
        /// been woken by a thread's end may start another although the first is still on its way out.
        var unfinished = 0
        var liveNonDaemons = 0
        var waits: [ThreadID: Wait] = [:]
        var waitsForever = 0
        var epoch = 0
        var isStopping = false
        var end: RunEnd?

        /// Notes that a thread waits no more.
        mutating func remove(_ thread: ThreadID) {
            if let wait = waits.removeValue(forKey: thread), wait.isForever { waitsForever -= 1 }
        }

        /// Whether nothing can happen any more: a thread that has been woken but is not back yet does not count as
        /// waiting, and whoever could wake one is itself alive and does not wait.
        var isQuiescent: Bool { !live.isEmpty && waitsForever == live.count }
    }

    /// A thread's present wait. The epoch tells it from the thread's other waits.
    struct Wait {
        let object: GuardedObject?
        let isForever: Bool
        let epoch: Int
    }

    // MARK: Coming and going

    func admit(_ thread: Thread) throws(ThreadError) {
        let (isFull, isStopping) = state.withLock { state in
            if state.unfinished >= limit { return (true, false) }
            state.unfinished += 1
            state.everyone.append(thread)
            state.live[thread.id] = thread
            state.liveNonDaemons += thread.endsWithRun ? 0 : 1
            return (false, state.isStopping)
        }
        if isFull { throw .limitReached(thread: thread.label, limit: limit) }
        // A thread that starts while its run is being stopped is to unwind like the others.
        if isStopping { thread.interrupt() }
    }

    /// Takes note of a thread's last event. It counts as live until it leaves, since it has yet to wake those who
    /// join it.
    func finish() { state.withLock { $0.unfinished -= 1 } }

    func leave(_ thread: Thread) {
        let isLast = state.withLock { state in
            guard state.live.removeValue(forKey: thread.id) != nil else { return false }
            state.liveNonDaemons -= thread.endsWithRun ? 0 : 1
            return state.liveNonDaemons == 0
        }
        if isLast { decide(.finished) } else { lookForQuiescence() }
    }

    func liveThreads() -> [Thread] {
        state.withLock { state in state.everyone.filter { state.live[$0.id] != nil } }
    }

    /// The thread that was admitted as the `index`th, dead or alive; nil if there were no more so far.
    func thread(at index: Int) -> Thread? {
        state.withLock { state in state.everyone.indices.contains(index) ? state.everyone[index] : nil }
    }

    /// All threads that were ever admitted, dead or alive, in that order.
    func everyone() -> [Thread] { state.withLock(\.everyone) }

    /// Forgets the threads.
    func dismiss() {
        // Let go outside the lock: a subclass's `deinit` is anybody's code, which may come back here.
        let old = state.withLock { state in
            defer { state = State() }
            return state
        }
        _ = consume old
    }

    // MARK: Blocking

    func block(_ thread: Thread, on object: GuardedObject?, forever: Bool) {
        state.withLock { state in
            state.remove(thread.id)
            // Who interrupts raises the flag first, and then wakes: either the flag is seen here, or the wake-up
            // comes later and strikes the wait off. A thread that will wake at once must not look like one that
            // sleeps for ever.
            if thread.isInterrupted { return }
            state.epoch += 1
            state.waits[thread.id] = Wait(object: object, isForever: forever, epoch: state.epoch)
            state.waitsForever += forever ? 1 : 0
        }
    }

    func unblock(_ thread: Thread) { state.withLock { $0.remove(thread.id) } }

    /// Ends the run if the wait that `thread` is about to begin leads into a circle that nobody outside of it can open,
    /// and that keeps a thread that is no daemon waiting for ever.
    func lookForCycle(from thread: Thread) {
        guard let way = certainWay(from: thread.id) else { return }
        // Daemons alone hold nothing up, unless another thread waits for one of them.
        if way.concernsRun || nonDaemons().contains(where: { certainWay(from: $0) != nil }) { decide(.cycle) }
    }

    /// Ends the run if nothing can happen in it any more. A circle is the better explanation, if there is one that would
    /// hold the run up whatever the others did.
    func lookForQuiescence() {
        guard state.withLock({ $0.isQuiescent }) else { return }
        decide(nonDaemons().contains { certainWay(from: $0) != nil } ? .cycle : .quiescent)
    }

    /// The way from a thread into a circle, over waits that only the next thread can end.
    ///
    /// Nothing stands still while it is looked at: a thread may have let go of an object before it began the wait
    /// that is seen next. So the way is walked twice. If both walks pass the same waits, each of those threads
    /// was blocked from the first walk to the second, could let nothing go meanwhile, and held in the second walk
    /// what it is seen to hold. What a thread holds so that another could let it go for it is no part of a way.
    private func certainWay(from thread: ThreadID) -> Way? {
        guard let first = way(from: thread), let second = way(from: thread), first == second else {
            return nil
        }
        return second
    }

    private func way(from thread: ThreadID) -> Way? {
        var seen: Set<ThreadID> = []
        var way = Way()
        var current = thread
        while seen.insert(current).inserted {
            let (wait, isDaemon) = state.withLock {
                ($0.waits[current], $0.live[current]?.endsWithRun ?? false)
            }
            guard let wait, wait.isForever, let holder = wait.object?.onlyHolder else { return nil }
            way.epochs.append(wait.epoch)
            if !isDaemon { way.concernsRun = true }
            current = holder
        }
        return way
    }

    /// The waits on a way from thread to thread, and whether one of those threads is no daemon.
    private struct Way: Equatable {
        var epochs: [Int] = []
        var concernsRun = false
    }

    /// The threads that wait and are no daemons.
    private func nonDaemons() -> [ThreadID] {
        state.withLock { state in state.waits.keys.filter { state.live[$0]?.endsWithRun == false } }
    }

    // MARK: The supervisor

    func waitForEnd(until deadline: Int64) -> RunEnd {
        while true {
            if let end = state.withLock({ $0.end }) { return end }
            if !alarm.park(until: deadline) { decide(.timedOut) }
        }
    }

    /// Decides how the run ends, unless that is decided already, and tells the supervisor.
    func decide(_ end: RunEnd) {
        let isDecided = state.withLock { state in
            guard state.end == nil, !state.isStopping else { return false }
            state.end = end
            return true
        }
        if isDecided { alarm.unpark() }
    }

    /// From now on every thread is to be interrupted; the live ones are the caller's to interrupt.
    func stop() -> [Thread] {
        state.withLock { state in
            state.isStopping = true
            return state.everyone.filter { state.live[$0.id] != nil }
        }
    }
}
