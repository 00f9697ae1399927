import Threading

/// Vector clocks: for each thread, how many of its steps have happened before (Fidge and Mattern, 1988).
struct VectorClock: Hashable {
    private var counts: ContiguousArray<Int32> = []

    subscript(thread: ThreadID) -> Int32 {
        get { thread < counts.count ? counts[thread] : 0 }
        set {
            while counts.count <= thread { counts.append(0) }
            counts[thread] = newValue
        }
    }

    /// Takes over all that another clock has seen.
    mutating func join(_ other: VectorClock) {
        for thread in other.counts.indices where other.counts[thread] > self[thread] {
            self[thread] = other.counts[thread]
        }
    }

    /// A number that is the same for equal clocks, however long they are.
    var digest: UInt64 {
        var digest: UInt64 = 0
        for thread in counts.indices where counts[thread] != 0 {
            digest &+= mixed(UInt64(thread) << 32 | UInt64(counts[thread]))
        }
        return digest
    }
}

/// A number whose bits all depend on all bits of another; 0 gives another one as well.
func mixed(_ number: UInt64) -> UInt64 { SplitMix64.mix(number &+ SplitMix64.increment) }
