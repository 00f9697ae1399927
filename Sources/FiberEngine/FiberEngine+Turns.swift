import CFiber
public import Events
import Scheduling
public import Threading
import Tracing

// When a thread acts at once, when its turn ends, and how the turn goes over to another.
extension FiberEngine {
    /// Always: whoever cannot act at once gives the turn to others.
    public var controlling: (any ControllingEngine)? { self }

    /// Nothing: `block` follows, and there the thread's turn ends.
    public func willBlock(_ thread: Thread, on object: GuardedObject?, until deadline: Int64?) {}

    /// Nothing: a thread's turn comes as soon as it can act.
    public func unblock(_ thread: Thread) {}

    /// Lets the calling thread sleep.
    public func block(_ thread: Thread, until deadline: Int64?) -> Bool {
        guard let fiber = turns.current, let deadline, !turns.isStopping else { return true }
        if clock == .free {
            fiber.time = max(fiber.time, deadline)
            return false
        }
        if seesRepetition {
            fiber.repetition.end()
            if deadline > now() { fiber.repetition.forget() }
        }
        fiber.request = Request(intent: nil, deadline: deadline, isChoice: false)
        endTurn(of: fiber)
        return fiber.permission != .timedOut
    }

    /// Grants an action at once if it is no choice, and otherwise when the scheduler chooses it.
    public func permit(_ intent: Intent, when isEnabled: (() -> Bool)?) -> Permission {
        guard let fiber = turns.current else { return .granted }
        if turns.isStopping { return unwind(fiber, to: intent) }
        if seesRepetition { fiber.repetition.end() }
        let isOver = isOverMeanwhile()
        if intent.isInterruptible && fiber.isInterrupted {
            if isOver { standAside(fiber) }
            return .interrupted
        }
        let isChoice = isChoice(intent)
        if !isChoice, !isOver, !givesWay(fiber, before: intent),
            let permission = permitAtOnce(intent, when: isEnabled)
        {
            noteAction(intent, of: fiber, permission)
            return permission
        }
        let deadline = intent.timeout.map { max(now(), $0.after(now())) }
        fiber.request = Request(intent: intent, deadline: deadline, isChoice: isChoice)
        fiber.isEnabled = isEnabled
        endTurn(of: fiber)
        fiber.isEnabled = nil
        if clock == .free, fiber.permission == .timedOut, let deadline { fiber.time = deadline }
        noteAction(intent, of: fiber, fiber.permission)
        return fiber.permission
    }

    /// Whether a thread that could act lets others go first. Never before it writes: nobody comes between what it has
    /// read and what it makes of that.
    private func givesWay(_ fiber: Fiber, before intent: Intent) -> Bool {
        seesRepetition && intent.action != .write && intent.action != .store
            && fiber.repetition.goesOn(with: intent)
    }

    /// Whether an action that is no choice can happen now; nil if its thread has to wait.
    private func permitAtOnce(_ intent: Intent, when isEnabled: (() -> Bool)?) -> Permission? {
        if isEnabled?() ?? true { return .granted }
        if let timeout = intent.timeout, timeout <= .zero { return .timedOut }
        return nil
    }

    /// Takes note of what a thread is about to do.
    @inline(__always) private func noteAction(_ intent: Intent, of fiber: Fiber, _ permission: Permission) {
        if permission == .granted, intent.action == .join { noteJoin(intent) }
        guard seesRepetition, !turns.isStopping else { return }
        if permission == .timedOut, clock != .free, intent.timeout ?? .zero > .zero {
            // Time has passed meanwhile.
            fiber.repetition.forget()
        } else {
            fiber.repetition.begin(intent)
        }
    }

    /// Looks now and then whether the run is over, and may let others go first.
    public func attend(to thread: Thread, yielding: Bool) {
        guard let fiber = turns.current else { return }
        if turns.isStopping { return takeSlice(fiber, before: nil) }
        turns.passes += 1
        // Where a scheduler decides who acts, it is not asked about what is no action.
        let yields = yielding && scheduler == nil
        if turns.passes & (Self.passesInTurn - 1) == 0, yields || isOver() { standAside(fiber) }
    }

    /// Ends the run: what a thread does to an object that others hold as well, nobody can repeat, nor decide about.
    public func mayAct(
        _ thread: Thread, to action: Action, on object: GuardedObject, at source: SourceLine?
    ) -> Bool {
        guard let fiber = turns.current else { return false }
        if turns.isStopping {
            takeSlice(fiber, before: nil)
            return false
        }
        let place = source.map { " (\($0))" } ?? ""
        decide(
            .stray(
                "\(thread.label) would \(action.rawValue) \(object.name)\(place), which is none of this run's: it was made "
                    + "outside of the program, or in an earlier execution of it. Make it inside the program, so that "
                    + "each execution has its own."))
        standAside(fiber)
        return false
    }

    /// Keeps an invariant until the run is over.
    public func keep(_ invariant: Invariant) {
        observer.keep(invariant)
        keepsInvariants = true
    }

    /// Whether a thread has gone on by itself for so long that somebody should look whether the run is over, and it is.
    private func isOverMeanwhile() -> Bool {
        turns.passes += 1
        return turns.passes & (Self.passesInTurn - 1) == 0 && isOver()
    }

    /// How often a thread may go on by itself, a power of two. To read the clock costs as much as some actions.
    private static let passesInTurn = 64

    /// Gives the turn to others for no reason of one's own.
    private func standAside(_ fiber: Fiber) {
        fiber.request = Request(intent: nil, deadline: 0, isChoice: false)
        endTurn(of: fiber)
    }

    /// Permits what a thread does in unwinding, and has it wait if it has done much, or only repeats itself.
    private func unwind(_ fiber: Fiber, to intent: Intent) -> Permission {
        fiber.repetition.end()
        if fiber.repetition.goesOn(with: intent) { turns.slice = min(turns.slice, 1) }
        takeSlice(fiber, before: intent)
        fiber.repetition.begin(intent)
        return intent.isInterruptible ? .interrupted : .granted
    }

    /// Counts what a thread does in unwinding; the supervisor decides whether it ever goes on.
    private func takeSlice(_ fiber: Fiber, before intent: Intent?) {
        (turns.slice, turns.unwindingSteps) = (turns.slice - 1, turns.unwindingSteps + 1)
        guard turns.slice == 0 else { return }
        fiber.request = Request(intent: intent, deadline: nil, isChoice: false)
        transfer(from: fiber.context, to: nil).perform()
        fiber.request = nil
    }

    /// Tells the scheduler that a thread has ended for the one that joins it.
    private func noteJoin(_ intent: Intent) {
        guard let scheduler, let life = intent.object as? Guarded<ThreadLife> else { return }
        let (joined, hasEnded) = life.peek { ($0.thread, $0.stage == .ended) }
        // Who joins a thread that was never started is refused, and knows nothing of it.
        guard hasEnded else { return }
        scheduler.noteOrder(from: joined, to: intent.thread.id)
        turns.current?.note(joined: joined)
    }

    /// Also if it has never had company.
    public var hasJoinedAll: Bool { turns.current.map { $0.joined.count == turns.threads - 1 } ?? true }

    /// Whether other threads can notice when an action happens.
    private func isChoice(_ intent: Intent) -> Bool {
        guard scheduler != nil else { return false }
        guard intent.target._withUnsafeGuaranteedRef({ $0.kind == .thread }) else { return true }
        switch intent.action {
        case .end: return choices.noticesEnds
        case .start where isFirstStart(of: intent.object): return choices.noticesEnds
        case .join where intent.timeout == nil && hasSurelyStarted(intent.object): return false
        default:
            looksForEnds = true
            return true
        }
    }

    /// Whether a start finds a thread as it was made; the second start of a thread is refused, and so tells which was first.
    private func isFirstStart(of life: GuardedObject) -> Bool {
        (life as? Guarded<ThreadLife>)?.peek { $0.stage == .new } ?? true
    }

    /// Whether whoever joins a thread comes after its start, whatever all others do: it has started it itself, or whoever
    /// has did so before it started the joining thread. A join that comes first is refused.
    private func hasSurelyStarted(_ life: GuardedObject) -> Bool {
        guard let caller = turns.current, let life = life as? Guarded<ThreadLife> else { return true }
        let thread = life.peek { $0.thread }
        guard let start = turns.starts[thread] else { return false }
        if caller.joined.contains(start.starter) { return true }
        var (descendant, place) = (caller.threadID, Int.max)
        while start.starter != descendant || start.place > place {
            guard let own = turns.starts[descendant] else { return false }
            (descendant, place) = (own.starter, own.place)
        }
        return true
    }

    /// Whether the calling thread may be woken from a condition without a notification.
    public var allowsSpuriousWakeup: Bool { turns.current.map { $0.spuriousWakeups > 0 } ?? false }

    /// Takes note that it was.
    public func noteSpuriousWakeup() { turns.current?.spuriousWakeups -= 1 }

    /// Asks the scheduler.
    public func choose(among count: Int) -> Int {
        guard let scheduler, count > 1, !turns.isStopping else { return 0 }
        return scheduler.choose(among: count)
    }

    /// How many threads wait for an object and cannot act on it.
    public func waiterCount(on object: GuardedObject) -> Int {
        turns.line.count { fiber in
            fiber._withUnsafeGuaranteedRef { fiber in
                guard let isEnabled = fiber.isEnabled else { return false }
                return fiber.request?.intent?.object === object && !isEnabled()
            }
        }
    }

    // MARK: Handing the turn over

    /// Lets others go on until the calling thread is picked.
    private func endTurn(of fiber: Fiber) {
        if scheduler == nil, let place = place(of: fiber) {
            turns.line.append(turns.line.remove(at: place))
        }
        let next = pick()
        if next !== fiber { transfer(from: fiber.context, to: next).perform() }
        fiber.request = nil
    }

    /// Takes note that the thread on a fiber has ended, and says who goes on.
    func threadHasEnded(on fiber: Fiber) -> Transfer {
        turns.current = nil
        if fiber.thread?._withUnsafeGuaranteedRef({ $0.endsWithRun }) == false { turns.liveNonDaemons -= 1 }
        if let place = place(of: fiber) { turns.line.remove(at: place) }
        fibers.giveBack(fiber)
        return transfer(from: fiber.context, to: turns.isStopping ? nil : pick())
    }

    /// Where a fiber is in the line.
    private func place(of fiber: Fiber) -> Int? {
        let pointer = Unmanaged.passUnretained(fiber).toOpaque()
        return turns.line.firstIndex { $0.toOpaque() == pointer }
    }

    /// Gives the turn to a fiber, or to the supervisor if there is none. What remains to be done is the switch.
    private func transfer(
        from context: UnsafeMutablePointer<lockstep_context>, to fiber: Fiber?
    ) -> Transfer {
        turns.current = fiber
        guard let fiber else { return Transfer(source: context, target: host, fiber: nil) }
        Thread.setCurrent(fiber.thread)
        return Transfer(
            source: context, target: fiber.context, fiber: Unmanaged.passUnretained(fiber).toOpaque())
    }

    /// Lets a thread of the run go on until the turn comes back to the supervisor.
    func hostGivesTurn(to fiber: Fiber?) {
        guard let fiber else { return }
        let supervisor = Thread.current
        transfer(from: host, to: fiber).perform()
        Thread.setCurrent(.passUnretained(supervisor))
    }
}

/// The switch from one flow of control to another, without a reference to either.
struct Transfer {
    let source: UnsafeMutablePointer<lockstep_context>
    let target: UnsafeMutablePointer<lockstep_context>
    /// The fiber that the target belongs to, which is told so when it begins; nil for the supervisor.
    let fiber: UnsafeMutableRawPointer?

    /// Suspends the source, and resumes the target. Returns when the source is resumed.
    func perform() { lockstep_context_switch(source, target, fiber) }
}
