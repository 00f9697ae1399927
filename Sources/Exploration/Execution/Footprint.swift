import CooperativeEngine
import Threading

/// What a step of an execution does, as far as other threads can notice. Threads and objects have the same numbers in
/// all executions of an exploration.
struct Footprint: Hashable {
    let thread: ThreadID
    let object: ObjectID
    let action: Action
    /// Which ways it took where it could go either way.
    var choices = Choices()

    /// What a candidate is about to do.
    init(of candidate: Candidate) {
        self.init(
            thread: candidate.thread, object: candidate.object._withUnsafeGuaranteedRef { $0.id },
            action: candidate.action)
    }

    init(thread: ThreadID, object: ObjectID, action: Action) {
        (self.thread, self.object, self.action) = (thread, object, action)
    }

    /// Whether two footprints are of the same step. One that has not said yet which way it goes stands for all ways.
    func isSameStep(as other: Footprint) -> Bool {
        thread == other.thread
            && (choices == other.choices || choices.count == 0 || other.choices.count == 0)
    }
}

/// The ways that one step took, in order: at most eight, each of at most 256.
struct Choices: Hashable {
    private var bits: UInt64 = 0
    private(set) var count = 0

    static let limit = 8

    mutating func append(_ choice: Int) {
        bits |= UInt64(choice) << (8 * UInt64(count))
        count += 1
    }

    subscript(index: Int) -> Int { Int(bits >> (8 * UInt64(index)) & 0xFF) }

    /// These ways, but another one at a place, and none after it.
    func replacing(_ index: Int, by choice: Int) -> Choices {
        var choices = Choices()
        for place in 0..<index { choices.append(self[place]) }
        choices.append(choice)
        return choices
    }
}

/// Which actions commute, by object: what the objects' states say, kept where it is found at once.
struct Independence {
    /// For each object, and each action, the actions that commute with it, a bit for each.
    private var commuting: [[UInt64]] = []

    /// Takes note of what an object says.
    mutating func learn(_ object: GuardedObject) {
        while commuting.count <= object.id { commuting.append([]) }
        guard commuting[object.id].isEmpty else { return }
        commuting[object.id] = Action.allCases.map { first in
            Action.allCases.enumerated().reduce(0) { bits, second in
                object.commute(first, second.element) ? bits | 1 << UInt64(second.offset) : bits
            }
        }
    }

    /// Whether two steps of different threads can come in either order, and nobody can tell which.
    func areIndependent(_ first: Footprint, _ second: Footprint) -> Bool {
        if first.thread == second.thread { return false }
        if first.object != second.object { return true }
        return commuting[first.object][first.action.place] >> UInt64(second.action.place) & 1 == 1
    }

    /// Whether two actions on one object conflict.
    func conflict(_ first: Action, _ second: Action, on object: ObjectID) -> Bool {
        commuting[object][first.place] >> UInt64(second.place) & 1 == 0
    }
}

extension Action {
    /// Its place among all actions.
    var place: Int {
        // A case without payload is its place; to look it up in `allCases` would cost more than a whole step.
        Int(unsafeBitCast(self, to: UInt8.self))
    }
}
