public import CooperativeEngine

/// Any of those that can act, all with the same probability.
public final class RandomScheduler: Scheduler {
    private var generator: Generator

    /// A scheduler whose choices follow from a seed.
    public init(seed: UInt64) { generator = Generator(seed: seed) }

    public var endsAtCycle: Bool { true }

    public func next(among candidates: ContiguousArray<Candidate>) -> Int? {
        candidates.indices.filter { candidates[$0].isReady }.randomElement(using: &generator)
    }

    public func choose(among count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
}
