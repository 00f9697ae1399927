import Events
import Threading

/// Which actions commute, by object: what the objects' states say, kept where it is found at once.
struct Independence {
    /// For each object, and each action, the actions that commute with it, a bit for each; 0 if an object is not known.
    private var commuting: ContiguousArray<UInt64> = []
    private var known: ContiguousArray<Bool> = []

    private static let actions = Action.allCases
    /// Room for each action that a mask has a bit for.
    private static let width = UInt64.bitWidth

    /// Whether an object has said which actions commute.
    func knows(_ object: ObjectID) -> Bool { object < known.count && known[object] }

    /// Takes note of what an object says.
    mutating func learn(_ object: GuardedObject) {
        grow(to: object.id + 1)
        known[object.id] = true
        for first in Self.actions {
            commuting[object.id * Self.width + first.place] = Self.actions.reduce(0) { bits, second in
                object.commute(first, second) ? bits | 1 << UInt64(second.place) : bits
            }
        }
    }

    /// Takes over what another table knows.
    mutating func learn(from other: Independence) {
        grow(to: other.known.count)
        for object in other.known.indices where other.known[object] && !known[object] {
            known[object] = true
            for place in object * Self.width..<(object + 1) * Self.width {
                commuting[place] = other.commuting[place]
            }
        }
    }

    private mutating func grow(to count: Int) {
        while known.count < count {
            known.append(false)
            commuting.append(contentsOf: repeatElement(0, count: Self.width))
        }
    }

    /// Whether two steps of different threads can come in either order, and nobody can tell which.
    func areIndependent(_ first: Footprint, _ second: Footprint) -> Bool {
        if first.thread == second.thread { return false }
        return first.object != second.object || !conflict(first.action, second.action, on: first.object)
    }

    /// Whether an action only looks at an object: it commutes with itself, and so changes nothing that it can see.
    func isLook(_ action: Action, at object: ObjectID) -> Bool {
        (action == .read || action == .inspect) && !conflict(action, action, on: object)
    }

    /// Whether two actions on one object conflict.
    func conflict(_ first: Action, _ second: Action, on object: ObjectID) -> Bool {
        commuting[object * Self.width + first.place] >> UInt64(second.place) & 1 == 0
    }
}

extension Action {
    /// Its place among all actions.
    var place: Int {
        // A case without payload is its place; to look it up in `allCases` would cost more than a whole step.
        Int(unsafeBitCast(self, to: UInt8.self))
    }
}
