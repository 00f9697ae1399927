import Threading

/// Steps to be done one after another, some of which commute: a wake-up sequence of the literature, from which wake-up
/// trees are made.
struct WakeupSequence {
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
