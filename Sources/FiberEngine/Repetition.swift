import Events
import Threading

/// What a thread has done since it last changed anything, or met anything new: finds those who wait by looking again and
/// again, be it by a look, by trying for what they do not get, or by any other action that comes to nothing.
struct Repetition {
    /// The objects' states that it met, by what it did.
    private var known: [Deed: ObjectState] = [:]
    /// How often it has done a thing again, from the same line and with the object in the same state, that changed nothing.
    private var count = 0
    /// What it is doing, and the state in which that found its object.
    private var present: (object: GuardedObject, state: ObjectState)?

    private struct Deed: Hashable {
        let object: ObjectID
        let action: Action
        let line: UInt

        init(_ intent: Intent) {
            (object, action, line) = (intent.object.id, intent.action, intent.lineNumber)
        }
    }

    /// After how many repetitions a thread counts as one that waits. A loop that gives up by itself after fewer tries gets
    /// all of them at once.
    static let patience = 5

    /// Takes note of an action that is just about to happen.
    mutating func begin(_ intent: Intent) {
        let (deed, state) = (Deed(intent), intent.object.currentState)
        if known[deed] == state {
            count += 1
        } else {
            if known[deed] != nil || known.count >= Self.memory { forget() }
            known[deed] = state
        }
        present = (intent.object, state)
    }

    /// Takes note that the action is over, before anybody else acts.
    mutating func end() {
        guard let done = present else { return }
        present = nil
        if done.object.currentState != done.state { forget() }
    }

    /// Forgets all: the thread has got on.
    mutating func forget() {
        count = 0
        if known.isEmpty { return }
        // To empty much memory takes long, and it may be needed no more.
        known.removeAll(keepingCapacity: known.count < 64)
    }

    /// How many things a thread may do in a loop that only waits.
    private static let memory = 4_096

    /// Whether the thread has done such things often enough, and would do one again.
    func goesOn(with intent: Intent) -> Bool {
        count >= Self.patience && known[Deed(intent)] == intent.object.currentState
    }
}
