import Synchronization

/// When a thread of a run that is over counts as one that never ends: it goes through actions that cannot throw, or
/// catches what they throw, and nobody can unwind it.
///
/// It is stopped for good before its next action, where it takes no more of the processor, or, if it makes none, left to
/// itself. It keeps its stack and what that holds until the process ends, so there may not be many.
enum Abandonment {
    /// How many actions a thread may take to unwind without being held back.
    static let freeActions = 10_000
    /// How many more it may take, each after a pause: others may still do what it waits for.
    static let slowActions = 100
    static let pause = Duration.milliseconds(1)
    /// How long a thread may take to unwind that does not act.
    static let grace = Duration.seconds(3)

    /// With how many of them in the process no further run begins on threads of the operating system.
    static let limit = 64

    private static let abandoned = Atomic<Int>(0)

    /// How many such threads there are in the process.
    static var count: Int { abandoned.load(ordering: .relaxed) }

    /// Takes note of one more, or of one that has ended after all.
    static func add(_ number: Int) { abandoned.add(number, ordering: .relaxed) }
}
