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
    private struct Node {
        var step: Footprint
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

    /// Takes the first branch off: its step, and what is to be explored after it.
    mutating func takeFirst(of branches: inout Branches) -> (step: Footprint, children: Branches)? {
        guard branches != .none else { return nil }
        let taken = branches
        let node = nodes[taken.node]
        branches = node.next
        nodes[taken.node].next = free
        free = taken
        return (node.step, node.children)
    }

    /// Takes all branches off.
    mutating func fell(_ branches: inout Branches) {
        while var (_, children) = takeFirst(of: &branches) { fell(&children) }
    }

    /// How many branches there are at one point.
    func count(_ branches: Branches) -> Int {
        var (count, next) = (0, branches)
        while next != .none {
            count += 1
            next = nodes[next.node].next
        }
        return count
    }

    /// Adds a branch of one step.
    mutating func add(_ step: Footprint, to branches: inout Branches) {
        let added = plant(step)
        guard branches != .none else { return branches = added }
        nodes[last(of: branches).node].next = added
    }

    /// Adds a sequence, unless some branch begins with steps of it, or steps that commute with all of it, up to its end:
    /// whoever goes that way will meet the sequence.
    mutating func insert(
        _ sequence: inout Sequel, _ independence: Independence, into branches: inout Branches
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

/// Steps to be done one after another, some of which commute.
struct Sequel {
    var steps: ContiguousArray<Step> = []

    struct Step {
        let footprint: Footprint
        let number: UInt16
        let clock: VectorClock
    }

    /// Whether the sequence can begin with a step, its own or one that it does not have. If it is its own, it is taken
    /// off.
    mutating func begins(with step: Footprint, _ independence: Independence) -> Bool {
        guard let place = isWeakInitial(step, independence) else { return false }
        if place < steps.count { steps.remove(at: place) }
        return true
    }

    /// Where the step is, if the sequence can begin with it; behind the last if it is not there but commutes with all;
    /// nil if the sequence cannot begin with it.
    func isWeakInitial(_ step: Footprint, _ independence: Independence) -> Int? {
        guard let place = steps.firstIndex(where: { $0.footprint.thread == step.thread }) else {
            return steps.allSatisfy { independence.areIndependent($0.footprint, step) } ? steps.count : nil
        }
        guard steps[place].footprint.isSameStep(as: step) else { return nil }
        for earlier in 0..<place
        where steps[place].clock[steps[earlier].footprint.thread] >= steps[earlier].number {
            return nil
        }
        return place
    }
}
