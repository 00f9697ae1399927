import CThreading
import Scheduling
import Synchronization
import Threading
import Tracing

// Whose turn comes next.
extension FiberEngine {
    /// The next to go on, told with what permission; nil if the run has come to its end.
    func pick() -> Fiber? {
        while true {
            lookAtSupervisor()
            if scheduler == nil, turns.liveNonDaemons == 0 { decide(.finished) }
            if turns.end != nil { return nil }
            let fiber = if let scheduler { pickByChoice(scheduler) } else { firstReady() }
            if turns.end != nil { return nil }
            if let fiber { return fiber }
            if !passTime() {
                scheduler?.noteStandstill(of: candidates)
                decide(fibers(in: turns.line).contains(where: closesCycle) ? .cycle : .quiescent)
            }
        }
    }

    private func firstReady() -> Fiber? { fibers(in: turns.line).first(where: isReady) }

    private func fibers(in line: ContiguousArray<Unmanaged<Fiber>>) -> some Sequence<Fiber> {
        line.lazy.map { $0.takeUnretainedValue() }
    }

    /// Decides how the run ends, unless that is decided already.
    func decide(_ end: RunEnd) {
        if turns.end == nil { turns.end = end }
    }

    /// Ends the run if its supervisor has cancelled it, or its time is up.
    private func lookAtSupervisor() {
        turns.picks += 1
        // To read the clock costs as much as all the rest of a turn.
        guard clock == .wall || turns.picks.isMultiple(of: 32) else { return }
        guard let budget = turns.budget else { return }
        if budget.isCancelled { decide(.cancelled) }
        if budget.isLate { decide(.timedOut) }
    }

    /// Whoever does what is no choice; if nobody can, whom the scheduler chooses.
    private func pickByChoice(_ scheduler: any Scheduler) -> Fiber? {
        if let obvious = lookForCandidates() { return obvious }
        if turns.liveNonDaemons == 0 { return close(scheduler) }
        guard turns.end == nil, candidates.contains(where: { $0.isReady }) else { return nil }
        guard let choice = scheduler.next(among: candidates) else {
            decide(.givenUp)
            return nil
        }
        let fiber = fiber(of: candidates[choice])
        turns.latest = Unmanaged.passUnretained(fiber).toOpaque()
        if !isRecording { candidates[choice].object._withUnsafeGuaranteedRef { $0.remember() } }
        return fiber
    }

    /// Looks who is about to do what, unless somebody can do what is no choice, and then says who.
    private func lookForCandidates() -> Fiber? {
        // All must have said what they are about to do before anything can be chosen.
        if !turns.fresh.isEmpty { return turns.fresh.removeFirst().takeUnretainedValue() }
        candidates.removeAll(keepingCapacity: true)
        for place in turns.line.indices {
            if let fiber = addCandidate(turns.line[place]) { return fiber }
        }
        return nil
    }

    /// Adds a thread to those among whom the scheduler chooses, or gives its fiber back if it can go on without.
    private func addCandidate(_ kept: Unmanaged<Fiber>) -> Fiber? {
        kept._withUnsafeGuaranteedRef { fiber in
            let isReady = isReady(fiber)
            guard let request = fiber.request, request.isChoice, let intent = request.intent else {
                return isReady ? fiber : nil
            }
            candidates.append(
                Candidate(
                    fiber, thread: fiber.threadID, ordinal: fiber.ordinal, intent: intent,
                    isReady: isReady, timesOut: isReady && fiber.permission == .timedOut,
                    isTimed: request.deadline != nil, isCurrent: kept.toOpaque() == turns.latest))
            return nil
        }
    }

    /// What carries a candidate's thread.
    private func fiber(of candidate: Candidate) -> Fiber {
        unsafeDowncast(candidate.pending, to: Fiber.self)
    }

    /// Ends a run of which only daemons are left: at once, or, as on threads of the operating system, after one of them
    /// has done one thing more. An exploration looks instead how far they could have got before.
    private func close(_ scheduler: any Scheduler) -> Fiber? {
        let ready = candidates.filter(\.isReady).prefix(Self.lastSteps)
        if !isRecording, turns.end == nil { scheduler.noteStandstill(of: candidates) }
        guard isRecording, !turns.isClosing, turns.end == nil, !ready.isEmpty else {
            decide(.finished)
            return nil
        }
        turns.isClosing = true
        let way = scheduler.choose(among: ready.count + 1)
        if way > 0 { return fiber(of: ready[way - 1]) }
        decide(.finished)
        return nil
    }

    /// How many daemons at most may be the one that does one thing more.
    private static let lastSteps = 16

    /// Whether a thread can go on now. Says so to the thread, and with what permission; or to the trace, that it is
    /// blocked.
    private func isReady(_ fiber: Fiber) -> Bool {
        guard let request = fiber.request else { return true }
        if request.isInterruptible, fiber.isInterrupted {
            fiber.permission = .interrupted
        } else if request.intent != nil, fiber.isEnabled?() ?? true {
            fiber.permission = .granted
            if request.isBlocked { fiber.request?.isBlocked = false }
        } else if let deadline = request.deadline, clock == .free || deadline <= now() {
            fiber.permission = .timedOut
        } else {
            if !request.isBlocked { noteBlocked(fiber) }
            return false
        }
        return true
    }

    /// Says in the trace that a thread is blocked, and looks whether it is for ever.
    private func noteBlocked(_ fiber: Fiber) {
        fiber.request?.isBlocked = true
        guard let request = fiber.request, let intent = request.intent else { return }
        if isRecording, intent.isShown, !request.isShown {
            fiber.request?.isShown = true
            intent.object.recordWait(intent)
        }
        if scheduler?.endsAtCycle ?? true, closesCycle(fiber) { decide(.cycle) }
    }

    /// Whether a thread waits, at however many removes, for itself, and all on the way wait for ever.
    private func closesCycle(_ fiber: Fiber) -> Bool {
        var current = fiber
        // Whoever is reached without coming back is in no circle, but may be on the way to one.
        for _ in turns.line {
            guard let request = current.request, request.isBlocked, request.deadline == nil,
                !current.isInterrupted, let holder = request.intent?.object.holder,
                let next = fibers(in: turns.line).first(where: { $0.threadID == holder })
            else { return false }
            if next === fiber { return true }
            current = next
        }
        return false
    }

    /// Lets time pass until the next deadline; false if there is none, so that nothing will ever happen again.
    private func passTime() -> Bool {
        guard let next = fibers(in: turns.line).compactMap({ $0.request?.deadline }).min() else {
            return false
        }
        if clock == .wall {
            _ = alarm.park(until: min(startedAt + next, turns.budget?.deadline ?? .max))
        } else {
            turns.time = max(turns.time, next)
        }
        return true
    }
}
