public import Events

/// What carries threads: it starts them, blocks and wakes them, tells the time, and gives random numbers. All time and all
/// randomness of a run pass through its engine.
///
/// That is all that every engine is asked for. What only some do, they say in roles of their own: `RecordingEngine` is told
/// of every action, `ControllingEngine` decides who acts, `DisturbingEngine` holds threads back. Guarded objects and
/// threads are those who call it.
public protocol Engine: ThreadCarrier, ThreadBlocker {
    /// The engine as one that is told what happens; nil if it does not want to know.
    var recording: (any RecordingEngine)? { get }
    /// The engine as one that its threads ask before they act; nil if they act as they come.
    var controlling: (any ControllingEngine)? { get }
    /// The engine as one that holds its threads back; nil if it does not.
    var disturbing: (any DisturbingEngine)? { get }

    /// Gives the engine a moment of the calling thread, which does something that is no action on any object: whoever does
    /// only such things, over and over, must be stopped as well. It may never return to a thread of a run that is over.
    ///
    /// - Parameter yielding: whether others may go first.
    func attend(to thread: Thread, yielding: Bool)

    /// Whether its threads must look twice before they act, as it has a say in it.
    var governs: Bool { get }

    /// Whether the calling thread may act on an object that is none of its run's. Asked only of an engine that governs.
    func mayAct(
        _ thread: Thread, to action: Action, on object: GuardedObject, at source: SourceLine?
    ) -> Bool
}

extension Engine {
    /// Not all leave a trace.
    public var recording: (any RecordingEngine)? { nil }
    /// Most engines have nothing to do with what is no action.
    public func attend(to thread: Thread, yielding: Bool) {}
    /// Threads of most engines act without asking.
    public var controlling: (any ControllingEngine)? { nil }
    /// Most engines let their threads act as they come.
    public var disturbing: (any DisturbingEngine)? { nil }
    /// Most engines count what all of a run's threads make.
    public var makerPath: String { "" }
    /// Whoever controls or disturbs does.
    public var governs: Bool { controlling != nil || disturbing != nil }
    /// Where threads act as they come, they may.
    public func mayAct(
        _ thread: Thread, to action: Action, on object: GuardedObject, at source: SourceLine?
    ) -> Bool { true }
}

/// Who starts threads and knows them. One that records gives its threads and objects numbers in the order in which they
/// are made.
public protocol ThreadCarrier: AnyObject, Sendable {
    /// The live threads, in the order in which they were started.
    var threads: [Thread] { get }

    /// The number for a new thread.
    func nextThreadID() -> ThreadID

    /// Which of a run's unnamed threads or pools the one is that the calling thread makes now, from 1: it is called by that.
    func nextUnnamed(_ kind: ObjectKind) -> Int

    /// What stands before those numbers, and before an object's, if the calling thread counts what it makes by itself: empty,
    /// or as `2.`.
    var makerPath: String { get }

    /// The number for a new object, and which of its kind it is, from 1: what it is called by unless it has a name.
    ///
    /// - Parameter variant: which of the kind's ways to commute it has.
    func register(_ kind: ObjectKind, variant: Int, name: String?) -> (ObjectID, Int)

    /// Makes room for a thread that is about to start, or refuses it. The thread counts as live from here on.
    func admit(_ thread: Thread) throws(ThreadError)

    /// Runs `Thread.main` of an admitted thread on a thread of its own. Returns without waiting for it. On failure
    /// the thread counts as live no more.
    func launch(_ thread: Thread) throws(ThreadError)

    /// Takes note that an error has left the calling thread, which ends of it. Not called for threads that were interrupted.
    func note(_ error: any Error, ending thread: Thread)

    /// A random number, uniform over all its bits.
    func random() -> UInt64
}

/// Who tells the time, and lets threads sleep until it has come or somebody wakes them.
public protocol ThreadBlocker: AnyObject, Sendable {
    /// Nanoseconds since a fixed moment, never less than before.
    func now() -> Int64

    /// Says that `thread`, the calling thread, is about to block on `object` (nil: it sleeps), until `deadline` at
    /// most. Called inside the object's critical section; must not act on any object, nor block for long.
    func willBlock(_ thread: Thread, on object: GuardedObject?, until deadline: Int64?)

    /// Blocks the calling thread until `unblock`, or until the deadline. May return early without cause.
    ///
    /// - Returns: false if the deadline passed.
    func block(_ thread: Thread, until deadline: Int64?) -> Bool

    /// Lets a thread that is blocked, or about to block, go on.
    func unblock(_ thread: Thread)
}
