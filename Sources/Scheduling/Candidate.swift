public import Events
public import Threading

/// A thread that is about to act, and what it is about to do.
public struct Candidate {
    /// The thread's number.
    public let thread: ThreadID
    /// Its place among all threads of the run in the order in which they were made: what a schedule calls it by.
    public let ordinal: Int
    /// What it is about to do.
    public let action: Action
    /// On what. Not counted as a reference: it lives while its candidate is looked at.
    public let object: Unmanaged<GuardedObject>
    /// Whether it may be chosen.
    public package(set) var isReady: Bool
    /// Whether its time is up, so that it gives up when it is chosen.
    public let timesOut: Bool
    /// Whether it waits with a deadline, so that it goes on whether its guard holds or not.
    package let isTimed: Bool
    /// Whether it is the thread that acted last. To choose another although it is ready is a preemption.
    public let isCurrent: Bool
    /// The whole of what its engine knows. Not counted as a reference either.
    package let pending: Unmanaged<PendingStep>

    /// A candidate, as its engine sees it.
    package init(
        _ pending: Unmanaged<PendingStep>, thread: ThreadID, ordinal: Int, intent: Intent, isReady: Bool,
        timesOut: Bool, isTimed: Bool, isCurrent: Bool
    ) {
        self.pending = pending
        self.thread = thread
        self.ordinal = ordinal
        action = intent.action
        object = intent.target
        self.isReady = isReady
        self.timesOut = timesOut
        self.isTimed = isTimed
        self.isCurrent = isCurrent
    }

    /// The thread's name.
    public var threadName: String {
        pending._withUnsafeGuaranteedRef { $0.thread?._withUnsafeGuaranteedRef { $0.name } ?? "" }
    }

    /// The line from which it acts; nil if no line of the program does it.
    public var source: SourceLine? { pending._withUnsafeGuaranteedRef { $0.request?.intent?.source } }

    /// The number of that line; 0 if there is none.
    package var line: UInt { pending._withUnsafeGuaranteedRef { $0.request?.intent?.lineNumber ?? 0 } }

    /// Whether its guard would hold in the `index`th state that the object remembers.
    package func wouldBeEnabled(in index: Int) -> Bool {
        pending._withUnsafeGuaranteedRef { pending in
            guard let isEnabled = pending.isEnabled else { return true }
            return object._withUnsafeGuaranteedRef { $0.wouldBeEnabled(in: index, isEnabled) }
        }
    }
}

/// What a thread that does not run is about to do: what its engine keeps for it, as far as schedulers may look at it.
///
/// No access to a property is checked for exclusivity, since each is over before the turn goes to another thread.
open class PendingStep {
    /// The thread. Its reference is counted when it is taken up, and not at every look.
    @exclusivity(unchecked) public package(set) final var thread: Unmanaged<Thread>?
    /// What the thread waits for, unless it runs or has not begun.
    @exclusivity(unchecked) package final var request: Request?
    /// Whether the action that the thread waits for is possible; nil if it always is.
    @exclusivity(unchecked) package final var isEnabled: (() -> Bool)?

    /// That of no thread yet.
    public init() {}
}

/// What a thread waits for.
package struct Request {
    /// What it is about to do; nil if it sleeps.
    package let intent: Intent?
    /// When it waits no longer, in the engine's time; nil if it waits for ever.
    package let deadline: Int64?
    /// Whether the scheduler decides when it happens.
    package let isChoice: Bool
    /// Whether the thread was blocked when it was last looked at.
    package var isBlocked = false
    /// Whether the trace shows that it waits.
    package var isShown = false

    package init(intent: Intent?, deadline: Int64?, isChoice: Bool) {
        self.intent = intent
        self.deadline = deadline
        self.isChoice = isChoice
    }

    /// Whether the thread goes on, with an error, if it is interrupted.
    package var isInterruptible: Bool { intent?.isInterruptible ?? true }
}
