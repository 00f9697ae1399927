import Events
import Threading

/// What a thread has done since it last met anything new: finds those who wait in a loop, by a look, by trying for what they
/// do not get, or by anything else that leads them back to where they were.
struct Repetition {
    /// What it did, and the states in which that found its objects; as numbers, since a loop may be of many steps.
    private var known: Set<Int> = []
    /// How many steps were known already, one after another.
    private var steps = 0
    /// How many of the last of them changed nothing.
    private var looks = 0
    /// What it is doing, and the state in which that found its object.
    private var present: (object: GuardedObject, state: ObjectState)?

    /// After how many looks a thread counts as one that waits. A loop that gives up by itself after fewer tries has all of
    /// them at once.
    private static let patience = 5
    /// After how many steps, if some of them change what others change back, as a look inside of a lock. Not few: what the
    /// program does meanwhile without an action nobody can see.
    private static let longPatience = 256
    /// How many steps are remembered.
    private static let memory = 4_096

    /// Takes note of an action that is just about to happen.
    mutating func begin(_ intent: Intent) {
        let state = intent.object.currentState
        present = (intent.object, state)
        if known.count >= Self.memory { forget() }
        if known.insert(Self.number(of: intent, in: state)).inserted {
            (steps, looks) = (0, 0)
        } else {
            steps += 1
            looks += 1
        }
    }

    /// Takes note that the action is over, before anybody else acts.
    mutating func end() {
        guard let done = present else { return }
        present = nil
        if looks > 0, done.object.currentState != done.state { looks = 0 }
    }

    /// Forgets all: the thread has got on.
    mutating func forget() {
        (steps, looks) = (0, 0)
        if known.isEmpty { return }
        // To empty much memory takes long, and it may be needed no more.
        known.removeAll(keepingCapacity: known.count < 64)
    }

    /// Whether the thread has gone round often enough, and would go on so.
    func goesOn(with intent: Intent) -> Bool {
        guard looks >= Self.patience || steps >= Self.longPatience else { return false }
        return known.contains(Self.number(of: intent, in: intent.object.currentState))
    }

    private static func number(of intent: Intent, in state: ObjectState) -> Int {
        var hasher = Hasher()
        hasher.combine(intent.object.id)
        hasher.combine(intent.action)
        hasher.combine(intent.lineNumber)
        hasher.combine(state)
        return hasher.finalize()
    }
}
