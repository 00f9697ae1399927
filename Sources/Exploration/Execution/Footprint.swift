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

    /// The same in every process, unlike a hash.
    var digest: Int { (0..<count).reduce(count) { $0 &* 257 &+ self[$1] } }
}
