import Events
import Threading

/// Vector clocks: for each thread, how many of its steps have happened before (Fidge and Mattern, 1988).
///
/// The counts of the first threads lie in the clock itself, so that most explorations copy and join clocks without a
/// loop and without memory of their own.
struct VectorClock: Hashable {
    private var first = SIMD16<UInt16>()
    /// The counts of the threads from the seventeenth on; nil if there are none.
    private var rest: ContiguousArray<UInt16>?

    /// No thread has more steps than a clock can count.
    static let limit = Int(UInt16.max)

    subscript(thread: ThreadID) -> UInt16 {
        get {
            if thread < first.scalarCount { return first[thread] }
            guard let rest, thread - first.scalarCount < rest.count else { return 0 }
            return rest[thread - first.scalarCount]
        }
        set {
            if thread < first.scalarCount { return first[thread] = newValue }
            var counts = rest ?? []
            while counts.count <= thread - first.scalarCount { counts.append(0) }
            counts[thread - first.scalarCount] = newValue
            rest = counts
        }
    }

    /// Takes over all that another clock has seen.
    mutating func join(_ other: VectorClock) {
        first = pointwiseMax(first, other.first)
        guard let others = other.rest else { return }
        for (place, count) in others.enumerated() where count > self[first.scalarCount + place] {
            self[first.scalarCount + place] = count
        }
    }

    /// A number that is the same for equal clocks, however long they are.
    var digest: UInt64 {
        var digest: UInt64 = 0
        for thread in 0..<first.scalarCount + (rest?.count ?? 0) {
            let count = self[thread]
            if count != 0 { digest &+= mixed(UInt64(thread) << 32 | UInt64(count)) }
        }
        return digest
    }
}

/// A number whose bits all depend on all bits of another; 0 gives another one as well.
func mixed(_ number: UInt64) -> UInt64 { SplitMix64.mix(number &+ SplitMix64.increment) }
