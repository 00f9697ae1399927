import Events

/// Has a condition hold of the calling thread's run from now on, in every state that its threads can see: it is looked at
/// after every step, as an invariant of TLA+ is, and not only where the program asks.
///
///     let accounts = [Shared(50), Shared(50)]
///     invariant("no money is lost") { try accounts.reduce(0) { try $0 + $1.read() } == 100 }
///
/// A run in which it does not hold is ended there, as failed. It can be looked at only where nobody acts meanwhile: in a
/// simulation, a replay or an exploration. On real and on green threads nothing is looked at. An exploration of a program
/// with an invariant leaves no order of steps out, as each of them may be the one after which it does not hold: it makes as
/// many executions as brute force.
///
/// - Parameters:
///   - name: what it says, in a few words.
///   - holds: whether it does. It may read whatever the run's threads may, at any time, without that being a step of the
///     program; if it does anything else to an object of the run, the run comes to nothing.
public func invariant(_ name: String, _ holds: @escaping @Sendable () throws -> Bool) {
    Thread.current.engine.controlling?.keep(Invariant(name: name, holds: holds))
}

/// A condition on the state of a run's objects.
public struct Invariant: Sendable {
    let name: String
    let holds: @Sendable () throws -> Bool
}

/// Looks whether the invariants of one engine's runs hold, in nobody's name who takes part in them.
package final class Observer {
    private let engine = ObservingEngine()
    private lazy var thread = Thread(
        engine: engine, name: "observer", parent: nil, daemon: true, isAdopted: false
    ) {}
    /// What is to hold.
    @exclusivity(unchecked) private var invariants: [Invariant] = []

    /// An observer of nothing yet.
    package init() {}

    /// Whether there is nothing to look at.
    package var isIdle: Bool { invariants.isEmpty }

    /// Looks at one thing more.
    package func keep(_ invariant: Invariant) { invariants.append(invariant) }

    /// Looks at nothing any more.
    package func forget() { invariants.removeAll() }

    /// What an observer sees.
    package enum Sight {
        case allHold
        /// Which one does not, in words.
        case violation(String)
        /// Why nothing can be said: an invariant did what is none of its business.
        case meddling(String)
    }

    /// Whether any of them has looked at a thread's life.
    package var looksAtThreads: Bool { engine.looksAtThreads.withLock { $0 } }

    /// Looks at all of them. Nobody may act meanwhile, and no object's critical section may be held.
    package func look() -> Sight {
        let caller = Thread.calling
        Thread.setCurrent(.passUnretained(thread))
        defer { Thread.setCurrent(caller) }
        for invariant in invariants {
            let result = Result { try invariant.holds() }
            if let deed = engine.meddling.withLock({ $0.take() }) {
                return .meddling("The invariant \"\(invariant.name)\" would \(deed), but may only look.")
            }
            switch result {
            case .success(true): continue
            case .success(false):
                return .violation("The invariant \"\(invariant.name)\" does not hold.")
            case .failure(let error):
                return .violation("The invariant \"\(invariant.name)\" ended with an error: \(error)")
            }
        }
        return .allHold
    }
}

/// What carries an observer: it lets it look at the objects of a run, and do nothing else.
private final class ObservingEngine: Engine {
    /// What the observer did that it should not.
    let meddling = Locked<String?>(nil)
    let looksAtThreads = Locked(false)

    var governs: Bool { true }
    var threads: [Thread] { [] }

    func mayAct(_ thread: Thread, to action: Action, on object: GuardedObject, at source: SourceLine?) -> Bool
    {
        switch action {
        case .read, .load, .inspect:
            if object.kind == .thread { looksAtThreads.withLock { $0 = true } }
            return true
        default:
            meddling.withLock { $0 = $0 ?? "\(action.rawValue) \(object.name)" }
            return false
        }
    }

    func nextThreadID() -> ThreadID { -1 }
    func nextUnnamed(_ kind: ObjectKind) -> Int { 1 }
    func register(_ kind: ObjectKind, variant: Int, name: String?) -> (ObjectID, Int) { (-1, 1) }
    func admit(_ thread: Thread) throws(ThreadError) {
        meddling.withLock { $0 = $0 ?? "start \(thread.label)" }
        throw .refusedBySystem(thread: thread.label, reason: "an invariant may only look")
    }
    func launch(_ thread: Thread) {}
    func note(_ error: any Error, ending thread: Thread) {}
    func random() -> UInt64 { 0 }
    func now() -> Int64 { 0 }
    func willBlock(_ thread: Thread, on object: GuardedObject?, until deadline: Int64?) {}
    func block(_ thread: Thread, until deadline: Int64?) -> Bool {
        meddling.withLock { $0 = $0 ?? "sleep" }
        return false
    }
    func unblock(_ thread: Thread) {}
}
