import Events
import Scheduling
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

    /// The same step, whichever way it takes.
    var withoutChoices: Footprint { Footprint(thread: thread, object: object, action: action) }

    /// Whether two footprints are of the same step. One that has not said yet which way it goes stands for all ways.
    func isSameStep(as other: Footprint) -> Bool {
        thread == other.thread
            && (choices == other.choices || choices.count == 0 || other.choices.count == 0)
    }
}

/// The ways that one step took, in order. Most take none; they lie in the steps themselves, since a search copies millions
/// of those.
struct Choices: Hashable {
    /// A byte for each.
    private var bytes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    private var length: UInt8 = 0

    var count: Int { Int(length) }

    /// How many there may be.
    static let limit = 32
    /// Of how many ways each may be one.
    static let waysLimit = 256

    mutating func append(_ choice: Int) {
        let bits = UInt64(choice) << (8 * UInt64(length % 8))
        switch length / 8 {
        case 0: bytes.0 |= bits
        case 1: bytes.1 |= bits
        case 2: bytes.2 |= bits
        default: bytes.3 |= bits
        }
        length += 1
    }

    subscript(index: Int) -> Int {
        let word =
            switch index / 8 {
            case 0: bytes.0
            case 1: bytes.1
            case 2: bytes.2
            default: bytes.3
            }
        return Int(word >> (8 * UInt64(index % 8)) & 0xFF)
    }

    static func == (left: Choices, right: Choices) -> Bool {
        left.length == right.length && left.bytes == right.bytes
    }

    func hash(into hasher: inout Hasher) {
        for index in 0..<count { hasher.combine(self[index]) }
    }

    /// These ways, but another one at a place, and none after it.
    func replacing(_ index: Int, by choice: Int) -> Choices {
        var choices = Choices()
        for place in 0..<index { choices.append(self[place]) }
        choices.append(choice)
        return choices
    }

    /// The same in every process, unlike a hash.
    var digest: Int { (0..<count).reduce(count) { $0 &* 257 &+ self[$1] } }
}
