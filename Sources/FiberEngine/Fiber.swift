import CFiber
import Events
import Scheduling
import Threading

/// A flow of control that an engine carries on its own thread of the operating system. It runs one thread of the run
/// after another: to make a stack costs more than most threads do.
///
/// No access to a property is checked for exclusivity, since each is over before the turn goes to another fiber.
///
/// Its stack holds references only while a thread runs on it, so that an idle fiber can be given up at any time.
final class Fiber {
    /// Nil once its thread has been abandoned.
    private var stack: Stack?
    /// Where it goes on. Behind a pointer, since no access to a property may last from one turn to the next.
    let context = UnsafeMutablePointer<lockstep_context>.allocate(capacity: 1)
    /// The engine for which it works now. Not counted as a reference: an idle fiber would keep it.
    @exclusivity(unchecked) var engine: Unmanaged<FiberEngine>
    /// The thread that it carries. Its reference is counted when it is taken up, and not at every look.
    @exclusivity(unchecked) private(set) var thread: Unmanaged<Thread>?
    /// What the thread waits for, unless it runs or has not begun.
    @exclusivity(unchecked) var request: Request?
    /// Whether the action that the thread waits for is possible; nil if it always is.
    @exclusivity(unchecked) var isEnabled: (() -> Bool)?
    /// What the thread is told when its turn comes.
    @exclusivity(unchecked) var permission = Permission.granted
    /// The thread's number.
    @exclusivity(unchecked) private(set) var threadID: ThreadID = 0
    /// The thread's place among all threads of the run in the order in which they were started.
    @exclusivity(unchecked) var ordinal = 0
    /// How many threads the thread has made.
    @exclusivity(unchecked) var threadsMade = 0
    /// How many threads without a name it has made.
    @exclusivity(unchecked) var unnamedThreadsMade = 0
    /// How many pools without a name it has made.
    @exclusivity(unchecked) var unnamedPoolsMade = 0
    /// How many objects of each family the thread has made.
    @exclusivity(unchecked) var objectsMade = InlineArray<32, Int32>(repeating: 0)
    /// How often the thread may still be woken from a condition without a notification.
    @exclusivity(unchecked) var spuriousWakeups = 0
    /// The thread's own time, where each has its own.
    @exclusivity(unchecked) var time: Int64 = 0
    /// Whom the thread has joined, each once.
    @exclusivity(unchecked) private(set) var joined: [ThreadID] = []
    /// What the thread does over and over.
    @exclusivity(unchecked) var repetition = Repetition()
    /// The thread's random numbers.
    @exclusivity(unchecked) var random = SplitMix64(seed: 0)

    init(engine: FiberEngine) throws(NoMemory) {
        let stack = try Stack()
        let base = stack.base
        self.stack = consume stack
        self.engine = .passUnretained(engine)
        context.initialize(
            to: lockstep_context_make(base, Stack.size) { fiber in
                guard let fiber else { return }
                // An idle fiber is suspended here, and may be given up without ever going on: a reference that
                // this frame held, or one below it, would be kept for ever.
                while true { Fiber.carryThread(on: fiber).perform() }
            })
    }

    deinit {
        if stack != nil { lockstep_context_forget(context) }
        context.deallocate()
    }

    /// Takes note that the thread has joined another, which has ended.
    func note(joined thread: ThreadID) {
        if !joined.contains(thread) { joined.append(thread) }
    }

    /// Has a thread to carry from now on.
    func take(_ thread: Thread) {
        self.thread = .passRetained(thread)
        threadID = thread.id
        (threadsMade, unnamedThreadsMade, unnamedPoolsMade) = (0, 0, 0)
        objectsMade = InlineArray(repeating: 0)
        joined.removeAll(keepingCapacity: true)
    }

    /// Has none any more.
    func letGo() {
        request = nil
        isEnabled = nil
        repetition = Repetition()
        thread?.release()
        thread = nil
    }

    /// Gives the thread up in the middle of what it does, where it is suspended for good: its stack goes, and with it the
    /// references that lie on it, uncounted. Nothing else points there: no wait of a fiber is known to anybody but its
    /// engine, and no exclusive access may last while others act.
    func abandonThread() {
        thread?._withUnsafeGuaranteedRef { $0.attachment = nil }
        letGo()
        lockstep_context_forget(context)
        stack = nil
    }

    /// Whether an address is where its stack has no more room.
    func isBeyondStack(_ address: UnsafeMutableRawPointer?) -> Bool {
        guard let address, let base = stack?.base else { return false }
        // A call may go past the page that may not be touched only by what it puts on the stack at once.
        return address < base && base - address <= Stack.size
    }

    /// Whether its thread has been asked to stop.
    var isInterrupted: Bool { thread?._withUnsafeGuaranteedRef { $0.isInterrupted } ?? false }

    /// Runs a thread to its end, and says who goes on.
    private static func carryThread(on fiber: UnsafeMutableRawPointer) -> Transfer {
        Unmanaged<Fiber>.fromOpaque(fiber)._withUnsafeGuaranteedRef { fiber in
            fiber.thread?._withUnsafeGuaranteedRef { thread in
                thread.main(nativeID: fiber.engine._withUnsafeGuaranteedRef { $0.nativeID })
            }
            return fiber.engine._withUnsafeGuaranteedRef { $0.threadHasEnded(on: fiber) }
        }
    }
}

extension Fiber: PendingStep {
    var threadName: String { thread?._withUnsafeGuaranteedRef { $0.label } ?? "" }
    var source: SourceLine? { request?.intent?.source }
    var line: UInt { request?.intent?.lineNumber ?? 0 }
    var site: Int { request?.intent?.site ?? 0 }
    var isShown: Bool { request?.intent?.isShown ?? false }

    func wouldBeEnabled(in index: Int, of object: GuardedObject) -> Bool {
        guard let isEnabled else { return true }
        return object.wouldBeEnabled(in: index, isEnabled)
    }
}

/// What a thread waits for that does not run.
struct Request {
    /// What it is about to do; nil if it sleeps.
    let intent: Intent?
    /// When it waits no longer, in the engine's time; nil if it waits for ever.
    let deadline: Int64?
    /// Whether the scheduler decides when it happens.
    let isChoice: Bool
    /// Whether the thread was blocked when it was last looked at.
    var isBlocked = false
    /// Whether the trace shows that it waits.
    var isShown = false

    /// Whether the thread goes on, with an error, if it is interrupted.
    var isInterruptible: Bool { intent?.isInterruptible ?? true }
}
