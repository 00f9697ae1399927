/// The random numbers of the calling thread's run: from its seed, if its engine has one.
public struct RunGenerator: RandomNumberGenerator {
    /// A generator; all of a run draw from the same numbers.
    public init() {}

    /// The next number.
    public mutating func next() -> UInt64 { Thread.current.engine.random() }
}
