import CFiber
import Threading

/// A flow of control that an engine carries on its own thread of the operating system. It runs one thread of the run
/// after another: to make a stack costs more than most threads do.
///
/// Its stack holds references only while a thread runs on it, so that an idle fiber can be given up at any time.
final class Fiber {
    private let stack: Stack
    /// Where it goes on. Behind a pointer, since no access to a property may last from one turn to the next.
    let context = UnsafeMutablePointer<lockstep_context>.allocate(capacity: 1)
    /// The engine for which it works now. Not counted as a reference: an idle fiber would keep it.
    var engine: Unmanaged<CooperativeEngine>
    /// The thread that it carries.
    var thread: Thread?
    /// What the thread waits for, unless it runs or has not begun.
    var request: Request?
    /// What the thread is told when its turn comes.
    var permission = Permission.granted
    /// The thread's place among all threads of the run in the order in which they were started.
    var ordinal = 0
    /// How many threads the thread has made.
    var threadsMade = 0
    /// How many objects the thread has made.
    var objectsMade = 0
    /// The thread's own time, where each has its own.
    var time: Int64 = 0
    /// The thread's random numbers.
    var random = SplitMix64(seed: 0)

    init(for thread: Thread, engine: CooperativeEngine) throws(ThreadError) {
        stack = try Stack(for: thread)
        self.engine = .passUnretained(engine)
        context.initialize(
            to: lockstep_context_make(stack.base, Stack.size) { fiber in
                guard let fiber else { return }
                // An idle fiber is suspended here, and may be given up without ever going on: a reference that
                // this frame held, or one below it, would be kept for ever.
                while true { Fiber.carryThread(on: fiber).perform() }
            })
    }

    deinit {
        lockstep_context_forget(context)
        context.deallocate()
    }

    /// Runs a thread to its end, and says who goes on.
    private static func carryThread(on fiber: UnsafeMutableRawPointer) -> Transfer {
        let fiber = Unmanaged<Fiber>.fromOpaque(fiber).takeUnretainedValue()
        let engine = fiber.engine.takeUnretainedValue()
        fiber.thread?.main(nativeID: engine.nativeID)
        return engine.threadHasEnded(on: fiber)
    }
}

/// What a thread waits for that does not run.
struct Request {
    /// What it is about to do; nil if it sleeps.
    let intent: Intent?
    /// Whether it can; nil if it always can.
    let isEnabled: (() -> Bool)?
    /// When it waits no longer, in the engine's time; nil if it waits for ever.
    let deadline: Int64?
    /// Whether the scheduler decides when it happens.
    let isChoice: Bool
    /// Whether the thread was blocked when it was last looked at.
    var isBlocked = false
    /// Whether the trace shows that it waits.
    var isShown = false
}
