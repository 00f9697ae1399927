public import Threading

/// Decides, before every action that other threads can notice, which thread acts next. From its answers, and nothing
/// else, follows what a run under it does.
public protocol Scheduler: AnyObject {
    /// Which of the candidates acts next, by its index. At least one is ready. Nil gives the run up: it ends as
    /// `.givenUp`, and what its threads do to unwind is not recorded.
    func next(among candidates: ContiguousArray<Candidate>) -> Int?

    /// Which of several ways the action takes that is just happening, from 0.
    func choose(among count: Int) -> Int

    /// Whether a run should end as soon as threads wait for one another in a circle. Otherwise the others go on.
    var endsAtCycle: Bool { get }

    /// Takes note that nobody can act any more; or that nobody will, as only daemons are left.
    func noteStandstill(of candidates: ContiguousArray<Candidate>)

    /// Takes note that whatever `source` has done so far happens before all that `target` will do: it has started it,
    /// or has ended and been joined by it.
    func noteOrder(from source: ThreadID, to target: ThreadID)
}

extension Scheduler {
    /// Of interest only to those that look back.
    public func noteStandstill(of candidates: ContiguousArray<Candidate>) {}
    /// Of interest only to those that look back.
    public func noteOrder(from source: ThreadID, to target: ThreadID) {}
}

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
    /// What carries it.
    let fiber: Unmanaged<Fiber>

    /// The thread's name.
    public var threadName: String {
        fiber._withUnsafeGuaranteedRef { $0.thread?._withUnsafeGuaranteedRef { $0.name } ?? "" }
    }

    /// The line from which it acts.
    public var source: (file: StaticString, line: UInt) {
        fiber._withUnsafeGuaranteedRef { ($0.request?.intent?.file ?? "", $0.request?.intent?.line ?? 0) }
    }

    /// Whether its guard would hold in the `index`th state that the object remembers.
    package func wouldBeEnabled(in index: Int) -> Bool {
        fiber._withUnsafeGuaranteedRef { fiber in
            guard let isEnabled = fiber.isEnabled else { return true }
            return object._withUnsafeGuaranteedRef { $0.wouldBeEnabled(in: index, isEnabled) }
        }
    }
}
