/// Beginnings of executions that are still to be explored, each from one point of the last execution, and each of which
/// wakes a thread that sleeps otherwise: wake-up trees (Abdulla, Aronis, Jonsson, Sagonas: "Optimal Dynamic Partial Order
/// Reduction", POPL 2014).
///
/// All trees lie in one piece of memory, since an exploration plants and fells millions of them.
struct WakeupForest {
    private var nodes: ContiguousArray<Node> = []
    /// The first of the nodes that are free, which are chained like branches.
    private var free = Branches.none

    /// One step, and what comes after it.
    fileprivate struct Node {
        var step: Footprint
        /// Which of those that sleep at the point it is another way of; negative if it is none.
        var sleeper: Int32 = -1
        var children = Branches.none
        /// The next branch from the same point.
        var next = Branches.none
    }

    /// What is to be explored from one point.
    struct Branches: Equatable {
        fileprivate var first: Int32

        static let none = Branches(first: -1)
        fileprivate var node: Int { Int(first) }
    }

    /// One branch.
    struct Taken {
        let step: Footprint
        /// Which of those that sleep at the point it is another way of, if it is: it respects those before that one.
        let sleeper: Int?
        /// What is to be explored after the step.
        let children: Branches

        fileprivate init(_ node: Node) {
            step = node.step
            sleeper = node.sleeper < 0 ? nil : Int(node.sleeper)
            children = node.children
        }
    }

    /// Takes the first branch off.
    mutating func takeFirst(of branches: inout Branches) -> Taken? {
        guard branches != .none else { return nil }
        let taken = branches
        let node = nodes[taken.node]
        branches = node.next
        nodes[taken.node].next = free
        free = taken
        return Taken(node)
    }

    /// The first branch, left where it is.
    func first(of branches: Branches) -> Taken? { branches == .none ? nil : Taken(nodes[branches.node]) }

    /// How many branches there are at one point.
    func count(_ branches: Branches) -> Int {
        var (count, next) = (0, branches)
        while next != .none {
            count += 1
            next = nodes[next.node].next
        }
        return count
    }

    /// Adds a branch of one step, before all others: another way that a step takes which has been taken off already.
    mutating func add(_ step: Footprint, sleeper: Int, to branches: inout Branches) {
        let added = plant(step)
        nodes[added.node].sleeper = Int32(sleeper)
        nodes[added.node].next = branches
        branches = added
    }

    /// Adds a sequence, unless some branch begins with steps of it, or steps that commute with all of it, up to its end:
    /// whoever goes that way will meet the sequence.
    mutating func insert(
        _ sequence: inout WakeupSequence, _ independence: Independence, into branches: inout Branches
    ) {
        var (parent, level) = (Branches.none, branches)
        while true {
            var branch = level
            while branch != .none, !sequence.begins(with: nodes[branch.node].step, independence) {
                branch = nodes[branch.node].next
            }
            if branch == .none { break }
            (parent, level) = (branch, nodes[branch.node].children)
            if level == .none { return }
        }
        guard let first = sequence.steps.first else { return }
        let added = plant(first.footprint)
        if level != .none {
            nodes[last(of: level).node].next = added
        } else if parent != .none {
            nodes[parent.node].children = added
        } else {
            branches = added
        }
        var leaf = added
        for step in sequence.steps.dropFirst() {
            let next = plant(step.footprint)
            nodes[leaf.node].children = next
            leaf = next
        }
    }

    private func last(of branches: Branches) -> Branches {
        var last = branches
        while nodes[last.node].next != .none { last = nodes[last.node].next }
        return last
    }

    private mutating func plant(_ step: Footprint) -> Branches {
        guard free != .none else {
            nodes.append(Node(step: step))
            return Branches(first: Int32(nodes.count - 1))
        }
        let planted = free
        free = nodes[planted.node].next
        nodes[planted.node] = Node(step: step)
        return planted
    }
}
