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

/// A number whose bits all depend on all bits of another.
func mixed(_ number: UInt64) -> UInt64 {
    var bits = number &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
}
