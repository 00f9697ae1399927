import CThreading
public import Events
import Glibc
public import Scheduling
import Synchronization
public import Threading
public import Tracing

/// The engine of real threads: each thread of a run is a thread of the operating system.
///
/// It counts its threads, and knows which of them are blocked on what, so that it can tell when a run has ended and
/// when it never will. One thread outside the run supervises it:
///
///     let engine = ThreadEngine(threadLimit: 100, eventLimit: 100_000, seed: 1)
///     try engine.start { ... }
///     let end = engine.wait(within: Budget(.seconds(5)))
///     engine.stop()
///     let trace = engine.trace()
public final class ThreadEngine: RunEngine, RecordingEngine, DisturbingEngine {
    /// Where the events go; they can be read while the run goes on.
    public let recorder: Recorder
    /// The errors that have left its threads.
    public let failures = UncaughtFailures()
    private let clock: Int64
    private let randomState: Synchronization.Atomic<UInt64>
    private let census: Census
    private let registry = Locked(ObjectRegistry())
    private let threadCount = Synchronization.Atomic<Int>(0)
    /// What chaos begins with; nil for none.
    private let chaosSeed: UInt64?
    /// Whether the run is over, and its threads are to unwind.
    private let isStopping = Synchronization.Atomic<Bool>(false)

    /// An engine for one run.
    ///
    /// - Parameters:
    ///   - threadLimit: how many threads may be alive at once.
    ///   - eventLimit: how many events the trace keeps.
    ///   - seed: what the run's random numbers begin with.
    ///   - chaos: whether threads are held back at random, so that rare interleavings become less rare.
    public init(threadLimit: Int, eventLimit: Int, seed: UInt64, chaos: Bool = false) {
        chaosSeed = chaos ? SplitMix64.mix(~seed) : nil
        clock = lockstep_monotonic_ns()
        recorder = Recorder(limit: eventLimit)
        randomState = Synchronization.Atomic(seed)
        census = Census(limit: threadLimit)
    }

    // MARK: What the supervisor calls

    /// Starts the run: `body` is its main thread. Does not wait.
    ///
    /// - Throws: `ThreadError.refusedBySystem`, also if the process has too many threads that could not be ended.
    public func start(_ body: @escaping @Sendable () throws -> Void) throws(ThreadError) {
        if Abandonment.count >= Abandonment.limit {
            throw .refusedBySystem(
                thread: Thread.mainName,
                reason: "\(Abandonment.count) threads of earlier runs loop without an action that can throw, "
                    + "and could not be ended")
        }
        try Thread(engine: self, name: Thread.mainName, parent: nil, daemon: false, body)
            .start(file: "", line: 0)
    }

    /// Blocks until the run has ended, or will never end, or the budget's time is up, or it is cancelled.
    public func wait(within budget: Budget) -> RunEnd {
        budget.whileReacting(by: { [census] in census.decide(.cancelled) }) {
            census.waitForEnd(until: budget.deadline)
        }
    }

    /// Interrupts all threads that are still alive, and blocks until every thread of the run is gone.
    ///
    /// A thread that loops through actions that cannot throw, or catches what they throw, cannot be unwound. It is stopped
    /// for good before one of its next actions; one that neither ends nor acts is left to itself after three seconds.
    ///
    /// - Returns: the threads that were interrupted, daemons that outlived the others included.
    @discardableResult
    public func stop() -> [ThreadID] {
        let interrupted = census.stop()
        isStopping.store(true, ordering: .relaxed)
        Thread.interrupt(interrupted)
        let deadline = lockstep_monotonic_ns() + Abandonment.grace.nanoseconds
        // A thread stands behind the one that started it, so all have been joined who could still start another.
        var joined = 0
        while let thread = census.thread(at: joined) {
            (thread.attachment as? ThreadRecord)?.join(until: deadline)
            joined += 1
        }
        return interrupted.map(\.id)
    }

    /// What the threads did. Call it once, after `stop`.
    public func trace() -> Trace {
        var (threads, objects) = cast()
        threads.sort { $0.id < $1.id }
        // Whatever keeps an object of the run alive keeps the engine, but no longer its threads.
        census.dismiss()
        let (events, truncated) = recorder.finish()
        return Trace(threads: threads, objects: objects, events: events, truncated: truncated)
    }

    /// The threads that have been started so far, in that order, and the objects. May be called while the run goes on.
    public func cast() -> (threads: [TraceThread], objects: [TraceObject]) {
        let threads = census.everyone().map { thread in
            TraceThread(
                id: thread.id, name: thread.label, parent: thread.parent, daemon: thread.endsWithRun,
                pid: Int(getpid()), tid: thread.nativeID)
        }
        return (threads, registry.withLock(\.objects))
    }

    // MARK: What guarded objects and threads call

    /// Always: a run is made to be seen.
    public var recording: (any RecordingEngine)? { self }

    /// The live threads, in the order of their start.
    public var threads: [Thread] { census.liveThreads() }

    /// 0 for the main thread, then 1, 2 ...
    public func nextThreadID() -> ThreadID { threadCount.add(1, ordering: .relaxed).oldValue }

    /// By the order in which they are made.
    public func nextUnnamed(_ kind: ObjectKind) -> Int { registry.withLock { $0.nextUnnamed(kind) } }

    /// Adds an object to the trace.
    public func register(_ kind: ObjectKind, variant: Int, name: String?) -> (ObjectID, Int) {
        registry.withLock { $0.add(kind, name: name) }
    }

    /// Has the trace call an object by another name.
    public func rename(_ object: ObjectID, to name: String) {
        registry.withLock { $0.rename(object, to: name) }
    }

    /// Counts a thread in, unless there are too many.
    public func admit(_ thread: Thread) throws(ThreadError) {
        let chaos = chaosSeed.map { Chaos(seed: $0 &+ UInt64(thread.id) &* SplitMix64.increment) }
        thread.attachment = ThreadRecord(recorder.makeJournal(), chaos)
        do { try census.admit(thread) } catch {
            thread.attachment = nil
            throw error
        }
    }

    /// Runs an admitted thread on a thread of the operating system.
    public func launch(_ thread: Thread) throws(ThreadError) {
        guard let record = thread.attachment as? ThreadRecord else {
            preconditionFailure("\(thread.label) is launched without having been admitted")
        }
        do {
            record.handle = try OSThread.start(named: thread.label, stackSize: thread.stackSize) { [census] in
                thread.main(nativeID: OSThread.currentID)
                census.leave(thread)
                record.end()
            }
        } catch {
            census.leave(thread)
            throw error
        }
    }

    /// Keeps the error, for whoever asks what the run came to.
    public func note(_ error: any Error, ending thread: Thread) { failures.note(error, ending: thread) }

    /// Nanoseconds since the engine was made.
    public func now() -> Int64 { lockstep_monotonic_ns() - clock }

    /// From one counter, from which any number of threads may draw.
    public func random() -> UInt64 {
        SplitMix64.mix(randomState.wrappingAdd(SplitMix64.increment, ordering: .relaxed).newValue)
    }

    /// Always: also a thread whose luck is good is to end when its run does.
    public var disturbing: (any DisturbingEngine)? { self }

    /// Holds a thread back for as long as its luck says, or for good if its run is over and it does not unwind. It counts as
    /// running meanwhile, so nobody takes its run for deadlocked.
    public func disturb(_ thread: Thread) {
        attend(to: thread, yielding: false)
        guard chaosSeed != nil, let record = thread.attachment as? ThreadRecord,
            let pause = record.chaos?.pause()
        else { return }
        let end = lockstep_monotonic_ns() + pause.nanoseconds
        // Whoever interrupts the thread wakes it.
        while !thread.isInterrupted, thread.parker.park(until: end) {}
    }

    /// Does nothing as long as the run goes on; then counts what the thread still does.
    public func attend(to thread: Thread, yielding: Bool) {
        guard isStopping.load(ordering: .relaxed), let record = thread.attachment as? ThreadRecord else {
            return
        }
        record.unwind(thread)
    }

    /// Notes that a thread is blocked from now on.
    public func willBlock(_ thread: Thread, on object: GuardedObject?, until deadline: Int64?) {
        census.block(thread, on: object, forever: deadline == nil)
    }

    /// Looks whether anything can still end the wait, then sleeps.
    public func block(_ thread: Thread, until deadline: Int64?) -> Bool {
        if deadline == nil {
            census.lookForCycle(from: thread)
            census.lookForQuiescence()
        }
        let inTime = thread.parker.park(until: deadline.map { $0 + clock })
        census.unblock(thread)
        return inTime
    }

    /// Wakes a thread.
    public func unblock(_ thread: Thread) {
        census.unblock(thread)
        thread.parker.unpark()
    }

    /// Appends an event to its thread's journal.
    public func record(_ occurrence: Occurrence) {
        guard let attachment = occurrence.thread.attachment else { return }
        if occurrence.action == .end { census.finish() }
        recorder.record(occurrence, at: now(), in: unsafeDowncast(attachment, to: ThreadRecord.self).journal)
    }
}
