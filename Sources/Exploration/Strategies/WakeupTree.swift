/// Beginnings of executions that are still to be explored from one point, each of which wakes a thread that sleeps
/// otherwise (Abdulla, Aronis, Jonsson, Sagonas: "Optimal Dynamic Partial Order Reduction", POPL 2014).
final class WakeupTree {
    let step: Footprint
    private(set) var children: [WakeupTree] = []

    init(_ step: Footprint) { self.step = step }

    /// Takes the first branch off.
    static func takeFirst(of branches: inout [WakeupTree]) -> WakeupTree? {
        branches.isEmpty ? nil : branches.removeFirst()
    }

    /// The branches, taken over by a point of their own.
    func takeChildren() -> [WakeupTree] {
        defer { children = [] }
        return children
    }

    /// Adds a sequence, unless some branch begins with steps of it, or steps that commute with all of it, up to its end:
    /// whoever goes that way will meet the sequence.
    static func insert(_ sequence: Sequel, into branches: inout [WakeupTree]) {
        var rest = sequence
        for branch in branches where rest.begins(with: branch.step) {
            if branch.children.isEmpty { return }
            insert(rest, into: &branch.children)
            return
        }
        guard let first = rest.steps.first else { return }
        let branch = WakeupTree(first.footprint)
        var last = branch
        for step in rest.steps.dropFirst() {
            let next = WakeupTree(step.footprint)
            last.children = [next]
            last = next
        }
        branches.append(branch)
    }
}

/// Steps to be done one after another, some of which commute.
struct Sequel {
    var steps: [SequelStep]
    let independence: Independence

    struct SequelStep {
        let footprint: Footprint
        let number: Int32
        let clock: VectorClock
    }

    /// Whether the sequence can begin with a step, its own or one that it does not have. If it is its own, it is taken
    /// off.
    mutating func begins(with step: Footprint) -> Bool {
        guard let place = isWeakInitial(step) else { return false }
        if place < steps.count { steps.remove(at: place) }
        return true
    }

    /// Where the step is, if the sequence can begin with it; behind the last if it is not there but commutes with all;
    /// nil if the sequence cannot begin with it.
    func isWeakInitial(_ step: Footprint) -> Int? {
        guard let place = steps.firstIndex(where: { $0.footprint.thread == step.thread }) else {
            return steps.allSatisfy { independence.areIndependent($0.footprint, step) } ? steps.count : nil
        }
        guard steps[place].footprint.isSameStep(as: step) else { return nil }
        let clock = steps[place].clock
        let hasCause = steps[..<place].contains { clock[$0.footprint.thread] >= $0.number }
        return hasCause ? nil : place
    }
}
