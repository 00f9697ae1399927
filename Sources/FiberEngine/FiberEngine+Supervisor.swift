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
        try Thread(engine: self, name: Thread.mainName, parent: nil, daemon: false, body).start(
            file: "", line: 0)
    }

    /// Carries the run, on the calling thread, until it has ended, or will never end, or the budget's time is up, or it is
    /// cancelled.
    public func wait(within budget: Budget) -> RunEnd {
        turns.budget = budget
        tellTraps()
        defer { tellTrapsNoMore() }
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
    /// A thread that loops through actions that cannot throw, or that catches whatever they throw, has no end. So they take
    /// turns, as one may wait for what another does in unwinding, and whoever is left after a while is abandoned: it never
    /// goes on, its stack is given back, and what the stack held is lost. To let it go on with wrong answers, so that its
    /// loop ends, is no way out: it might rely on them, and take down the process.
    ///
    /// - Returns: the threads that were interrupted, daemons that outlived the others included.
    @discardableResult
    public func stop() -> [ThreadID] {
        turns.isStopping = true
        let interrupted = threads
        Thread.interrupt(interrupted)
        turns.fresh.removeAll(keepingCapacity: true)
        var left: Int
        repeat {
            left = turns.line.count
            // Nobody blocks from now on; what they start meanwhile comes after them.
            for fiber in turns.line {
                fiber._withUnsafeGuaranteedRef { fiber in
                    fiber.permission = fiber.request?.isInterruptible == true ? .interrupted : .granted
                    turns.slice = Self.unwindingSlice
                    hostGivesTurn(to: fiber)
                }
            }
        } while mayUnwind(of: left)
        abandonThreads()
        return interrupted.map(\.id).sorted()
    }

    /// Whether any thread is left that may still come to its end.
    ///
    /// - Parameter left: how many there were before the last round.
    private func mayUnwind(of left: Int) -> Bool {
        if turns.line.isEmpty || turns.unwindingSteps >= Self.unwindingSteps { return false }
        // If all of them only repeat themselves, nothing will ever change.
        return turns.line.count < left || !fibers(in: turns.line).allSatisfy(isRepeating)
    }

    /// How many actions the threads of a run may take together to unwind; each may take a slice of them at least.
    private static let unwindingSteps = 10_000
    /// How many actions a thread takes before another has its turn.
    private static let unwindingSlice = 256

    /// Gives up all threads that are left.
    private func abandonThreads() {
        abandonedThreads += turns.line.count
        for fiber in turns.line { fibers.abandon(fiber.takeUnretainedValue()) }
        turns.line.removeAll(keepingCapacity: true)
    }

    /// What the threads did. Call it once, after `stop`.
    public func trace() -> Trace {
        let (threads, objects) = cast()
        // Whatever keeps an object of the run alive keeps the engine, but no longer its threads.
        roster.withLock { $0.threads = [] }
        let (events, truncated) = recorder.finish()
        fibers.dismiss()
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
                id: thread.id, name: thread.label, parent: thread.parent, daemon: thread.endsWithRun,
                pid: isReal ? Int(getpid()) : 0, tid: isReal ? thread.nativeID : nil)
        }
        return (cast, objects)
    }

    /// Makes room for another run. Only for an engine that does not record, and after `stop`.
    public func restart() {
        precondition(
            turns.line.isEmpty && !isRecording, "only a run that is over and left no trace can be followed")
        turns.reset()
        observer.forget()
        generation += 1
    }
}
