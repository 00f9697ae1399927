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
    public var isReady: Bool
    /// Whether its time is up, so that it gives up when it is chosen.
    public let timesOut: Bool
    /// Whether it waits with a deadline, so that it goes on whether its guard holds or not.
    @usableFromInline package let isTimed: Bool
    /// Whether it is the thread that acted last. To choose another although it is ready is a preemption.
    public let isCurrent: Bool
    /// Whether it has only looked, tried in vain and the like, over and over, and would do so again with nothing
    /// different. Only engines that leave a trace, or go by virtual time, see that.
    public let isRepeating: Bool
    /// What its engine knows besides. Not counted as a reference either.
    @usableFromInline package unowned(unsafe) let pending: any PendingStep

    /// A candidate, as its engine sees it.
    @inlinable
    package init(
        _ pending: any PendingStep, thread: ThreadID, ordinal: Int, intent: Intent, isReady: Bool,
        timesOut: Bool, isTimed: Bool, isCurrent: Bool, isRepeating: Bool
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
        self.isRepeating = isRepeating
    }

    /// The thread's name.
    public var threadName: String { pending.threadName }

    /// The line from which it acts; nil if no line of the program does it.
    public var source: SourceLine? { pending.source }

    /// The number of that line; 0 if there is none. Cheaper than the line.
    package var line: UInt { pending.line }

    /// A number that says from which line of which file it acts.
    package var site: Int { pending.site }

    /// Whether a trace shows the action.
    package var isShown: Bool { pending.isShown }

    /// Whether its guard would hold in the `index`th state that the object remembers.
    package func wouldBeEnabled(in index: Int) -> Bool {
        object._withUnsafeGuaranteedRef { pending.wouldBeEnabled(in: index, of: $0) }
    }
}

/// What a thread that does not run is about to do: what its engine keeps for it, as far as it need not be looked at before
/// every choice.
///
/// A protocol and not a class of this module: exclusivity of what an engine touches at every turn is checked at run time
/// wherever another module touches it.
@usableFromInline
package protocol PendingStep: AnyObject {
    /// The thread's name.
    var threadName: String { get }
    /// From which line it acts; nil if no line of the program does it.
    var source: SourceLine? { get }
    /// The number of that line; 0 if there is none.
    var line: UInt { get }
    /// A number that says from which line of which file it acts.
    var site: Int { get }
    /// Whether a trace shows the action.
    var isShown: Bool { get }
    /// Whether the action's guard would hold in the `index`th state that its object remembers.
    func wouldBeEnabled(in index: Int, of object: GuardedObject) -> Bool
}
