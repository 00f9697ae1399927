import Events
import Scheduling
import Threading

/// Numbers of threads and objects, by who made them and as which of the maker's.
///
/// Of two runs of one program, the numbers are the same wherever the program is: threads that make others in another
/// order make the same ones. An exploration rests on that.
struct Identities {
    private var threads = Table()
    private var objects = Table()
    private let register: IdentityRegister
    /// By threads' numbers.
    private var lineages: ContiguousArray<UInt64> = [0]
    private var paths: ContiguousArray<String> = [""]

    init(_ register: IdentityRegister) { self.register = register }

    /// The number of a thread's `index`th child.
    mutating func thread(_ index: Int, of parent: ThreadID) -> ThreadID {
        if let number = threads.number(index, of: parent) { return number }
        let number = threads.learn(index, of: parent, from: register.threads)
        while lineages.count <= number {
            lineages.append(0)
            paths.append("")
        }
        paths[number] = "\(paths[parent])\(index + 1)."
        let parentage = parent == 0 ? 0 : SplitMix64.mix(lineages[parent])
        lineages[number] = parentage &+ UInt64(index + 1)
        return number
    }

    /// Which of its maker's threads a thread is, and whose that is, as `2.1.`; empty for the main thread.
    func path(of thread: ThreadID) -> String { paths[thread] }

    /// What a thread's random numbers begin with, beside the seed. It follows from who made the thread, while the
    /// thread's number depends on the runs before, if there were any: a run that repeats one of them has none.
    func lineage(of thread: ThreadID) -> UInt64 { lineages[thread] }

    /// How many ways to commute the objects of one kind may have.
    static let variants = 2
    /// How many families there are, each the objects of one kind and variant.
    static let families = 32

    /// The number of the `index`th object of a family that a thread makes.
    mutating func object(_ index: Int, in family: Int, of maker: ThreadID) -> ObjectID {
        let maker = maker * Self.families + family
        if let number = objects.number(index, of: maker) { return number }
        return objects.learn(index, of: maker, from: register.objects)
    }

    /// What is known already, where it is found without a lock.
    private struct Table {
        var numbers: ContiguousArray<ContiguousArray<Int>> = []

        func number(_ index: Int, of maker: ThreadID) -> Int? {
            guard maker < numbers.count, index < numbers[maker].count else { return nil }
            return numbers[maker][index]
        }

        mutating func learn(_ index: Int, of maker: ThreadID, from register: IdentityRegister.Numbers) -> Int
        {
            while numbers.count <= maker { numbers.append([]) }
            // A thread makes its first before its second.
            numbers[maker].append(register.number(index, of: maker))
            return numbers[maker][index]
        }
    }
}
