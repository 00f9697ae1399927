import Synchronization

/// Metrics of one name that differ in their labels' values, each made when it is first asked for.
///
/// Asking takes no lock, and neither does reading all of them: the members hang in chains that only ever grow at their
/// ends, by a compare-and-swap. They are never removed, so labels must have a bounded number of values: nothing that a
/// client can choose freely.
public final class Family<Metric: Sendable>: Sendable {
    /// The labels' names.
    let labels: [String]
    private let make: @Sendable () -> Metric
    private let chains: [Chain]

    private final class Chain: Sendable {
        let first = AtomicLazyReference<Member>()
    }

    private final class Member: Sendable {
        let values: [String]
        let metric: Metric
        let next = AtomicLazyReference<Member>()

        init(_ values: [String], _ metric: Metric) {
            self.values = values
            self.metric = metric
        }
    }

    /// A family without members.
    init(labels: [String], _ make: @escaping @Sendable () -> Metric) {
        self.labels = labels
        self.make = make
        chains = (0..<64).map { _ in Chain() }
    }

    /// The member with these values, one for each label.
    public subscript(values: String...) -> Metric {
        precondition(values.count == labels.count, "\(values) are no values of \(labels)")
        let chain = chains[Int(values.hashValue.magnitude % UInt(chains.count))]
        // Who comes second with a new member gets the other's, and looks whether it is the one that is wanted.
        var member = chain.first.load() ?? chain.first.storeIfNil(Member(values, make()))
        while member.values != values {
            member = member.next.load() ?? member.next.storeIfNil(Member(values, make()))
        }
        return member.metric
    }

    /// All members, with their labels' values in order.
    var members: [(values: [String], metric: Metric)] {
        var members: [(values: [String], metric: Metric)] = []
        for chain in chains {
            var next = chain.first.load()
            while let member = next {
                members.append((member.values, member.metric))
                next = member.next.load()
            }
        }
        return members.sorted { $0.values.lexicographicallyPrecedes($1.values) }
    }
}
