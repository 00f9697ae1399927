public import Events

/// What carries threads: it starts them, blocks and wakes them, tells the time, gives random numbers, and is told
/// of every action. All time and all randomness of a run pass through its engine.
///
/// `Guarded` is what calls it. An engine that records gives its threads and objects numbers in the order in which
/// they are made.
public protocol Engine: AnyObject, Sendable {
    /// Whether `record` wants to be called.
    var isRecording: Bool { get }

    /// The live threads, in the order in which they were started.
    var threads: [Thread] { get }

    /// The number for a new thread.
    func nextThreadID() -> ThreadID

    /// The number for a new object, and which of its kind it is, from 1: what it is called by unless it has a name.
    func register(_ kind: ObjectKind, name: String?) -> (ObjectID, Int)

    /// Makes room for a thread that is about to start, or refuses it. The thread counts as live from here on.
    func admit(_ thread: Thread) throws(ThreadError)

    /// Runs `Thread.main` of an admitted thread on a thread of its own. Returns without waiting for it. On failure
    /// the thread counts as live no more.
    func launch(_ thread: Thread) throws(ThreadError)

    /// Nanoseconds since a fixed moment, never less than before.
    func now() -> Int64

    /// A random number, uniform over all its bits.
    func random() -> UInt64

    /// Says that `thread`, the calling thread, is about to block on `object` (nil: it sleeps), until `deadline` at
    /// most. Called inside the object's critical section; must not act on any object, nor block for long.
    func willBlock(_ thread: Thread, on object: GuardedObject?, until deadline: Int64?)

    /// Blocks the calling thread until `unblock`, or until the deadline. May return early without cause.
    ///
    /// - Returns: false if the deadline passed.
    func block(_ thread: Thread, until deadline: Int64?) -> Bool

    /// Lets a thread that is blocked, or about to block, go on.
    func unblock(_ thread: Thread)

    /// Takes note of an event. Called inside the critical section of the object concerned.
    func record(_ occurrence: Occurrence)

    /// Whether `disturb` wants to be called.
    var isDisturbing: Bool { get }

    /// Called before each action of the calling thread, outside of every critical section. It may hold the thread back
    /// for a while.
    func disturb(_ thread: Thread)

    /// Whether threads ask before they act. They call `permit` then, and block there instead of at the object.
    var isControlling: Bool { get }

    /// Says what the calling thread is about to do, and blocks it until it may. If the action is granted, its guard
    /// holds, and nobody acts before the caller has.
    ///
    /// - Parameter isEnabled: the action's guard; nil if it can always happen.
    func permit(_ intent: Intent, when isEnabled: (() -> Bool)?) -> Permission

    /// Which of several ways an action takes that may go either way, from 0: whom it wakes, for one.
    func choose(among count: Int) -> Int

    /// Whether the calling thread may be woken from a condition without a notification.
    var allowsSpuriousWakeup: Bool { get }

    /// Takes note that it was.
    func noteSpuriousWakeup()

    /// How many threads are blocked in `permit` on an object.
    func waiterCount(on object: GuardedObject) -> Int
}

extension Engine {
    /// Most engines let their threads act as they come.
    public var isDisturbing: Bool { false }
    /// Never called unless the engine disturbs its threads.
    public func disturb(_ thread: Thread) {}
    /// Threads of most engines act without asking.
    public var isControlling: Bool { false }
    /// Never called unless the engine controls its threads.
    public func permit(_ intent: Intent, when isEnabled: (() -> Bool)?) -> Permission { .granted }
    /// The first.
    public func choose(among count: Int) -> Int { 0 }
    /// Conditions are better than they have to be.
    public var allowsSpuriousWakeup: Bool { false }
    /// Never called unless it is allowed.
    public func noteSpuriousWakeup() {}
    /// None: they are blocked at the object.
    public func waiterCount(on object: GuardedObject) -> Int { 0 }
}

/// What a thread is about to do. Counts no references, since an exploration copies millions of them: the thread is
/// waiting, or running, for as long as its intent is of interest, and so keeps both itself and the object.
public struct Intent {
    package let caller: Unmanaged<Thread>
    package let target: Unmanaged<GuardedObject>
    /// What.
    public let action: Action
    /// Whether it fails if the thread is interrupted.
    public let isInterruptible: Bool
    /// How long it waits at most for the action's guard; nil waits for ever, zero or less does not wait.
    public let timeout: Duration?
    /// Whether a trace shows it.
    public let isShown: Bool
    /// The caller's file, as `#fileID`; empty if no line of the program does it.
    let file: StaticString
    let line: UInt

    /// From which line; nil if no line of the program does it.
    public var source: SourceLine? { thread.source(file, line) }
    /// The number of that line; 0 if there is none. Cheaper than the line.
    package var lineNumber: UInt { caller._withUnsafeGuaranteedRef { $0.position?.line } ?? line }

    /// Who.
    public var thread: Thread { caller.takeUnretainedValue() }
    /// On what.
    public var object: GuardedObject { target.takeUnretainedValue() }
}

/// Whether a thread may act.
public enum Permission: Sendable {
    /// It may: the guard holds.
    case granted
    /// Its time was up before the guard held.
    case timedOut
    /// It was interrupted.
    case interrupted
}

/// An event as `Guarded` tells it to an engine.
public struct Occurrence {
    /// Who acts.
    public let thread: Thread
    /// What it does.
    public let action: Action
    /// On what; nil for what a thread does alone.
    public let object: GuardedObject?
    /// How far it has come.
    public let phase: Phase
    /// The object's state after it.
    public let state: ObjectState?
    /// What was read, written, put, got or printed.
    public let value: TraceValue
    /// From which line; nil if no line of the program did it.
    public let source: SourceLine?
}

/// The file of what no line of the user's program does: a worker takes a job, a thread ends.
@usableFromInline let nowhere: StaticString = ""
