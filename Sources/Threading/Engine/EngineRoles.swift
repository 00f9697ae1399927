public import Events

/// An engine that is told of every action of its threads.
public protocol RecordingEngine: Engine {
    /// Takes note of an event. Called inside the critical section of the object concerned.
    func record(_ occurrence: Occurrence)

    /// Takes note that an object is called by another name from now on. Called inside its critical section.
    func rename(_ object: ObjectID, to name: String)
}

/// An engine that its threads ask before they act: a thread blocks there, and not at the object.
public protocol ControllingEngine: Engine {
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

    /// Whether the calling thread has joined all other threads that there have been, so that nobody acts but itself.
    var hasJoinedAll: Bool { get }

    /// Takes note that the calling thread looks at all threads of its run, those that may be started meanwhile included.
    func noteLookAtAll()

    /// Which of the runs that it carries one after another goes on. An object of one is none of another's.
    var generation: Int { get }

    /// Has an invariant looked at after every step of the run from now on.
    func keep(_ invariant: Invariant)

    /// How many threads are blocked in `permit` on an object.
    func waiterCount(on object: GuardedObject) -> Int
}

extension Engine {
    /// Which of several ways an action of its threads takes: the first, unless somebody decides.
    func choose(among count: Int) -> Int { controlling?.choose(among: count) ?? 0 }
}

/// An engine that holds its threads back before they act, so that they meet as they rarely would; then they act by
/// themselves.
public protocol DisturbingEngine: Engine {
    /// Called before each action of the calling thread, outside of every critical section. It may hold the thread back
    /// for a while.
    func disturb(_ thread: Thread)
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
    /// Whose line it is: the one who acts, unless it acts in another's name. Not counted as a reference: it calls.
    let caller: Unmanaged<Thread>
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
    /// How long the thread would wait for it at most; nil if it would wait for ever, or never waits.
    public let timeout: Duration?
    let file: StaticString
    let line: UInt

    /// From which line; nil if no line of the program did it.
    public var source: SourceLine? { caller._withUnsafeGuaranteedRef { $0.source(file, line) } }
}
