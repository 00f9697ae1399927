import Threading

/// Numbers and names of threads and objects, by who made them and as which of the maker's.
///
/// Of two runs of one program, both are the same wherever the program is: threads that make others in another order
/// make the same ones. An exploration rests on that.
final class Identities {
    private var threads: [[ThreadID]] = []
    private var threadCount = 1
    private var lineages: [UInt64] = [0]
    private var objects: [[ObjectID]] = []
    private var objectCount = 1

    /// The number of a thread's `index`th child.
    func thread(_ index: Int, of parent: ThreadID) -> ThreadID {
        let number = Self.number(in: &threads, at: parent, index, &threadCount)
        if number == lineages.count {
            let parentage = parent == 0 ? 0 : SplitMix64.mix(lineages[parent])
            lineages.append(parentage &+ UInt64(index + 1))
        }
        return number
    }

    /// What a thread's random numbers begin with, beside the seed. It follows from who made the thread, while the
    /// thread's number depends on the runs before, if there were any: a run that repeats one of them has none.
    func lineage(of thread: ThreadID) -> UInt64 { lineages[thread] }

    /// The number of the `index`th object that a thread makes.
    func object(_ index: Int, of maker: ThreadID) -> ObjectID {
        Self.number(in: &objects, at: maker, index, &objectCount)
    }

    private static func number(in table: inout [[Int]], at maker: ThreadID, _ index: Int, _ count: inout Int)
        -> Int
    {
        while table.count <= maker { table.append([]) }
        if index == table[maker].count {
            table[maker].append(count)
            count += 1
        }
        return table[maker][index]
    }
}
