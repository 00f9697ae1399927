public import Events
import Threading

/// Decides, before every action that other threads can notice, which thread acts next. From its answers, and nothing
/// else, follows what a run under it does.
public protocol Scheduler: AnyObject {
    /// Which of the candidates acts next, by its index. At least one is ready. Nil gives the run up: it ends as
    /// `.givenUp`, and what its threads do to unwind is not recorded.
    func next(among candidates: ContiguousArray<Candidate>) -> Int?

    /// Which of several ways the action takes that is just happening, from 0.
    func choose(among count: Int) -> Int

    /// What has been chosen so far, for whoever has to tell how the run came to where it is.
    var steps: [Schedule.Step] { get }

    /// Whether a run should end as soon as threads wait for one another in a circle. Otherwise the others go on.
    var endsAtCycle: Bool { get }

    /// Takes note that nobody can act any more; or that nobody will, as only daemons are left.
    func noteStandstill(of candidates: ContiguousArray<Candidate>)

    /// Takes note that all candidates that are ready only look, over and over, so that time passes instead.
    func noteRepetition(by candidates: ContiguousArray<Candidate>)

    /// Takes note that whatever `source` has done so far happens before all that `target` will do: it has started it,
    /// or has ended and been joined by it.
    func noteOrder(from source: ThreadID, to target: ThreadID)
}

extension Scheduler {
    /// Of interest only to those that look back.
    public func noteStandstill(of candidates: ContiguousArray<Candidate>) {}
    /// Of interest only to those that claim something of all runs.
    public func noteRepetition(by candidates: ContiguousArray<Candidate>) {}
    /// Of interest only to those that look back.
    public func noteOrder(from source: ThreadID, to target: ThreadID) {}
}
