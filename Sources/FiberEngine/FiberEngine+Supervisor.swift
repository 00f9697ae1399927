import CFiber
import CThreading
public import Events
import Glibc
public import Scheduling
import Synchronization
public import Threading
public import Tracing

// What the supervisor calls.
extension FiberEngine {
    /// Makes the run's main thread, which will begin when somebody waits.
    ///
    /// - Throws: `ThreadError.refusedBySystem` if there is no memory for its stack.
    public func start(_ body: @escaping @Sendable () throws -> Void) throws(ThreadError) {
        try Thread(engine: self, name: "main", parent: nil, daemon: false, body).start(file: "", line: 0)
    }

    /// Carries the run, on the calling thread, until it has ended, or will never end, or the budget's time is up, or it is
    /// cancelled.
    public func wait(within budget: Budget) -> RunEnd {
        turns.budget = budget
        host.pointee = lockstep_context_current()
        // Only a run by the wall's clock ever sleeps; the others look often enough whether they were cancelled.
        if clock == .wall {
            budget.whileReacting(by: { [self] in alarm.unpark() }) { hostGivesTurn(to: pick()) }
        } else {
            hostGivesTurn(to: pick())
        }
        guard let end = turns.end else {
            preconditionFailure("a run has given the turn back, but has not ended")
        }
        return end
    }

    /// Interrupts all threads that are still alive, and carries each of them to its end.
    ///
    /// - Returns: the threads that were interrupted, daemons that outlived the others included.
    @discardableResult
    public func stop() -> [ThreadID] {
        turns.isStopping = true
        let interrupted = threads
        Thread.interrupt(interrupted)
        turns.fresh.removeAll()
        // From now on nobody blocks, so each goes to its end in one turn; what they start meanwhile comes after them.
        while let fiber = turns.line.first {
            fiber._withUnsafeGuaranteedRef { fiber in
                fiber.permission = fiber.request?.isInterruptible == true ? .interrupted : .granted
                hostGivesTurn(to: fiber)
            }
        }
        return interrupted.map(\.id).sorted()
    }

    /// What the threads did. Call it once, after `stop`.
    public func trace() -> Trace {
        let (threads, objects) = cast()
        // Whatever keeps an object of the run alive keeps the engine, but no longer its threads.
        roster.withLock { $0.threads = [] }
        let (events, truncated) = recorder.finish()
        return Trace(
            threads: threads.sorted { $0.id < $1.id }, objects: objects, events: events, truncated: truncated)
    }

    /// The threads that have been started so far, in that order, and the objects. May be called while the run goes on.
    public func cast() -> (threads: [TraceThread], objects: [TraceObject]) {
        let (threads, objects) = roster.withLock { ($0.threads, $0.objects.objects) }
        // The same input gives the same trace, so a simulation tells nothing of where it was made.
        let isReal = clock == .wall
        let cast = threads.map { thread in
            TraceThread(
                id: thread.id, name: thread.name, parent: thread.parent, daemon: thread.isDaemon,
                pid: isReal ? Int(getpid()) : 0, tid: isReal ? thread.nativeID : nil)
        }
        return (cast, objects)
    }

    /// Makes room for another run. Only for an engine that does not record, and after `stop`.
    public func restart() {
        precondition(
            turns.line.isEmpty && !isRecording, "only a run that is over and left no trace can be followed")
        turns.reset()
    }
}
