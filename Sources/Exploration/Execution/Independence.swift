import Events
import Threading

/// Which actions commute, by object: what the objects' states say, kept where it is found at once.
struct Independence {
    /// For each object, a row for each action, with a bit for each action that commutes with it.
    private var commuting = BitRows(width: Self.actions.count)
    private var known: ContiguousArray<Bool> = []

    private static let actions = Action.allCases

    /// Whether an object has said which actions commute.
    func knows(_ object: ObjectID) -> Bool { object < known.count && known[object] }

    /// Takes note of what an object says.
    mutating func learn(_ object: GuardedObject) {
        grow(to: object.id + 1)
        known[object.id] = true
        for first in Self.actions {
            for second in Self.actions {
                commuting[row(of: first, on: object.id), second.place] = object.commute(first, second)
            }
        }
    }

    /// Takes over what another table knows.
    mutating func learn(from other: Independence) {
        grow(to: other.known.count)
        for object in other.known.indices where other.known[object] && !known[object] {
            known[object] = true
            for action in Self.actions {
                commuting.copyRow(row(of: action, on: object), from: other.commuting)
            }
        }
    }

    private mutating func grow(to count: Int) {
        while known.count < count { known.append(false) }
        commuting.grow(to: known.count * commuting.width)
    }

    private func row(of action: Action, on object: ObjectID) -> Int {
        object * commuting.width + action.place
    }

    /// Whether two steps of different threads can come in either order, and nobody can tell which.
    func areIndependent(_ first: Footprint, _ second: Footprint) -> Bool {
        if first.thread == second.thread { return false }
        return first.object != second.object || !conflict(first.action, second.action, on: first.object)
    }

    /// Whether an action only looks at an object: it commutes with itself, and so changes nothing that it can see.
    func isLook(_ action: Action, at object: ObjectID) -> Bool {
        (action == .read || action == .load || action == .inspect) && !conflict(action, action, on: object)
    }

    /// Whether two actions on one object conflict.
    func conflict(_ first: Action, _ second: Action, on object: ObjectID) -> Bool {
        !commuting[row(of: first, on: object), second.place]
    }
}

extension Action {
    /// Its place among all actions.
    var place: Int {
        // A case without payload is its place; to look it up in `allCases` would cost more than a whole step.
        Int(unsafeBitCast(self, to: UInt8.self))
    }
}
