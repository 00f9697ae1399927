import Testing

/// A small program with a known bug, and the same program without it.
///
/// The programs follow the ideas of those in SCTBench, the suite of Thomson, Donaldson and Betts, "Concurrency Testing Using
/// Schedule Bounding" (PPoPP 2014), and are written anew.
struct KnownProgram: Sendable, CustomTestStringConvertible {
    let name: String
    /// Runs it, with its bug or without. It throws where it notices that something is wrong.
    let run: @Sendable (_ isFixed: Bool) throws -> Void

    var testDescription: String { name }

    /// Small ones, of which every class of interleavings is seen in a moment.
    static let small = [
        account, bluetooth, circularBuffer(items: 2), reorder(threads: 3), stack(items: 1), tokenRing,
        twoStage,
        wrongLock(others: 1), workStealing(items: 1),
    ]

    /// Those of the table in docs/exploration.md.
    static let all = [
        account, bluetooth, circularBuffer(items: 3), reorder(threads: 3), reorder(threads: 4),
        reorder(threads: 5), stack(items: 2), tokenRing, twoStage, wrongLock(others: 3),
        workStealing(items: 2),
    ]
}

/// What a program has noticed of its bug.
struct Violation: Error, CustomStringConvertible {
    let description: String
}

/// Fails the program unless something holds.
func demand(_ holds: Bool, _ claim: String) throws {
    if !holds { throw Violation(description: "not so: \(claim)") }
}
