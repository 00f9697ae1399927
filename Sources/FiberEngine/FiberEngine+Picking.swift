import CThreading
import Events
import Scheduling
import Synchronization
import Threading
import Tracing

// Whose turn comes next.
extension FiberEngine {
    /// The next to go on, told with what permission; nil if the run has come to its end.
    func pick() -> Fiber? {
        while true {
            // To read the clock costs as much as all the rest of a turn, if there are few threads.
            turns.picked += 16 + turns.line.count
            if clock == .wall || turns.picked >= 640 {
                turns.picked = 0
                _ = isOver()
            }
            if scheduler == nil, turns.liveNonDaemons == 0 { decide(.finished) }
            if turns.end != nil { return nil }
            let fiber = if let scheduler { pickByChoice(scheduler) } else { firstReady() }
            if turns.end != nil { return nil }
            if let fiber { return fiber }
            if !passTime(after: .min) {
                scheduler?.noteStandstill(of: candidates)
                decide(isHeldUp ? .cycle : .quiescent)
            }
        }
    }

    private func firstReady() -> Fiber? {
        guard let first = fibers(in: turns.line).first(where: isReady) else { return nil }
        // Where all that could act only look, nothing comes of it before somebody else's time has come.
        if isRepeating(first), !fibers(in: turns.line).contains(where: { isReady($0) && !isRepeating($0) }) {
            rest()
        }
        return first
    }

    /// Whether a thread that is ready is one of those that only look, over and over, and would do so again.
    func isRepeating(_ fiber: Fiber) -> Bool {
        guard let intent = fiber.request?.intent, turns.isStopping || fiber.permission != .interrupted else {
            return false
        }
        return fiber.repetition.goesOn(with: intent)
    }

    /// Sleeps for a moment, or until the next deadline.
    private func rest() {
        let moment = now() + Self.restingTime
        let next = fibers(in: turns.line).compactMap { $0.request?.deadline }.filter { $0 > now() }.min()
        let end = startedAt + min(moment, next ?? moment)
        _ = alarm.park(until: min(end, turns.budget?.deadline ?? .max))
    }

    /// Nanoseconds. Long for a processor, short for whoever may change what they look at without being of the run.
    private static let restingTime: Int64 = 500_000

    func fibers(in line: ContiguousArray<Unmanaged<Fiber>>) -> some Sequence<Fiber> {
        line.lazy.map { $0.takeUnretainedValue() }
    }

    /// Decides how the run ends, unless that is decided already.
    func decide(_ end: RunEnd) {
        if turns.end == nil { turns.end = end }
    }

    /// Ends the run if its supervisor has cancelled it, or its time is up; says whether it has come to its end.
    func isOver() -> Bool {
        if let budget = turns.budget {
            if budget.isCancelled { decide(.cancelled) }
            if budget.isLate { decide(.timedOut) }
        }
        return turns.end != nil
    }

    /// Whoever does what is no choice; if nobody can, whom the scheduler chooses.
    private func pickByChoice(_ scheduler: any Scheduler) -> Fiber? {
        if let obvious = lookForCandidates() { return obvious }
        if !observer.isIdle, let end = observe() {
            decide(end)
            return nil
        }
        if turns.liveNonDaemons == 0 { return close(scheduler) }
        guard turns.end == nil, candidates.contains(where: { $0.isReady }) else { return nil }
        // Looking takes time as well: it passes for those who only look.
        if clock == .virtual, candidates.allSatisfy({ !$0.isReady || $0.isRepeating }),
            passTime(after: turns.time)
        {
            scheduler.noteRepetition(by: candidates)
            return pickByChoice(scheduler)
        }
        guard let choice = scheduler.next(among: candidates) else {
            decide(.givenUp)
            return nil
        }
        let fiber = fiber(of: candidates[choice])
        turns.latest = Unmanaged.passUnretained(fiber).toOpaque()
        if !observer.isIdle { turns.latestThread = (fiber.threadID, fiber.threadName) }
        if !isRecording { candidates[choice].object._withUnsafeGuaranteedRef { $0.remember() } }
        return fiber
    }

    /// Looks at the invariants after a step, and says how the run ends if one of them does not hold.
    private func observe() -> RunEnd? {
        let sight = observer.look()
        if observer.looksAtThreads { looksForEnds = true }
        return switch sight {
        case .allHold: nil
        case .violation(let what):
            .violated(
                Failure(violating: what, thread: turns.latestThread.id, named: turns.latestThread.name))
        case .meddling(let what): .stray(what)
        }
    }

    /// Looks who is about to do what, unless somebody can do what is no choice, and then says who.
    private func lookForCandidates() -> Fiber? {
        // All must have said what they are about to do before anything can be chosen.
        if !turns.fresh.isEmpty { return turns.fresh.removeFirst().takeUnretainedValue() }
        // Mostly there are as many as the last time, so they are put in the places of those.
        var count = 0
        for place in turns.line.indices {
            if let fiber = addCandidate(turns.line[place], at: &count) { return fiber }
        }
        if count < candidates.count { candidates.removeLast(candidates.count - count) }
        return nil
    }

    /// Adds a thread to those among whom the scheduler chooses, or gives its fiber back if it can go on without.
    private func addCandidate(_ kept: Unmanaged<Fiber>, at place: inout Int) -> Fiber? {
        kept._withUnsafeGuaranteedRef { fiber in
            let isReady = isReady(fiber)
            guard let request = fiber.request, request.isChoice, let intent = request.intent else {
                return isReady ? fiber : nil
            }
            let candidate = Candidate(
                fiber, thread: fiber.threadID, ordinal: fiber.ordinal, intent: intent,
                isReady: isReady, timesOut: isReady && fiber.permission == .timedOut,
                isTimed: request.deadline != nil, isCurrent: kept.toOpaque() == turns.latest,
                isRepeating: seesRepetition && isReady && isRepeating(fiber))
            if place < candidates.count {
                candidates[place] = candidate
            } else {
                candidates.append(candidate)
            }
            place += 1
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
        if scheduler?.endsAtCycle ?? true, isHeldUp(by: fiber) { decide(.cycle) }
    }

    /// Whether a circle of waits that nobody outside of it can open keeps a thread that is no daemon waiting for ever.
    ///
    /// - Parameter fiber: whose wait has just begun, and may have closed it. Daemons alone hold nothing up, unless another
    ///   thread waits for one of them.
    private func isHeldUp(by fiber: Fiber) -> Bool {
        guard let concernsRun = leadsIntoCircle(fiber) else { return false }
        return concernsRun || isHeldUp
    }

    /// Whether such a circle keeps any thread that is no daemon.
    private var isHeldUp: Bool {
        fibers(in: turns.line).contains { !isDaemon($0) && leadsIntoCircle($0) != nil }
    }

    /// Whether the waits from a thread on lead into a circle, each of which is without a deadline and can be ended by the
    /// next thread alone; and if so, whether one of those threads is no daemon.
    private func leadsIntoCircle(_ fiber: Fiber) -> Bool? {
        var seen: Set<ThreadID> = []
        var concernsRun = false
        var current = fiber
        while seen.insert(current.threadID).inserted {
            guard let request = current.request, request.isBlocked, request.deadline == nil,
                !current.isInterrupted, let holder = request.intent?.object.onlyHolder,
                let next = fibers(in: turns.line).first(where: { $0.threadID == holder })
            else { return nil }
            if !isDaemon(current) { concernsRun = true }
            current = next
        }
        return concernsRun
    }

    private func isDaemon(_ fiber: Fiber) -> Bool {
        fiber.thread?._withUnsafeGuaranteedRef { $0.endsWithRun } ?? false
    }

    /// Lets time pass until the next deadline after a time; false if there is none.
    private func passTime(after time: Int64) -> Bool {
        let deadlines = fibers(in: turns.line).compactMap { $0.request?.deadline }
        guard let next = deadlines.filter({ $0 > time }).min() else { return false }
        if clock == .wall {
            _ = alarm.park(until: min(startedAt + next, turns.budget?.deadline ?? .max))
        } else {
            turns.time = max(turns.time, next)
        }
        return true
    }
}
