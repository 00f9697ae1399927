import Exploration
import Glibc
import Testing

/// Many random programs, each searched in both ways, and how many of them could be.
struct Survey {
    /// How many programs; `LOCKSTEP_PROGRAMS` says otherwise.
    static let count = variable("LOCKSTEP_PROGRAMS") ?? 120
    /// The seed of the first; `LOCKSTEP_SEED` says otherwise.
    static let first = UInt64(variable("LOCKSTEP_SEED") ?? 0)
    /// How many interleavings a program may have to be compared; `LOCKSTEP_INTERLEAVINGS` says otherwise.
    static let interleavings = variable("LOCKSTEP_INTERLEAVINGS") ?? 1_000

    static func variable(_ name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }
    }

    /// How many were compared.
    private(set) var compared = 0
    /// How many had too many interleavings for that.
    private(set) var skipped = 0
    /// How many of those compared had executions that were cut.
    private(set) var cut = 0
    /// How many of them had threads that were held back.
    private(set) var heldBack = 0
    /// How many executions of the reduced search were given up.
    private(set) var redundant = 0
    private(set) var disagreements = 0

    /// Compares programs, and records an issue for each about which the two searches do not agree.
    init(
        _ name: String, of count: Int, stepLimit: Int? = nil, _ program: (UInt64) -> RandomProgram,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for seed in Self.first..<Self.first + UInt64(count) {
            let comparison = Comparison(
                of: program(seed), seed: seed, stepLimit: stepLimit, interleavings: Self.interleavings)
            guard let comparison else {
                skipped += 1
                continue
            }
            compared += 1
            cut += comparison.isCut ? 1 : 0
            heldBack += comparison.holdsBack ? 1 : 0
            redundant += comparison.reduced.redundant
            if let disagreement = comparison.disagreement {
                disagreements += 1
                Issue.record("\(name), \(disagreement)", sourceLocation: sourceLocation)
            }
        }
        print(
            "\(name): \(count) programs, \(disagreements) disagreements; \(skipped) too large for brute force, "
                + "\(cut) cut, \(heldBack) held back; \(redundant) executions given up")
        // Else it would test little, and say nothing.
        #expect(skipped <= count / 2, sourceLocation: sourceLocation)
    }
}
