public import JSON
public import Programs
public import Scheduling
import Tracing

/// A scenario with parameters so small that an exploration sees every end it can come to, and those ends.
struct ExploredCase<Outcome: Sendable & Hashable>: Sendable {
    /// What is set; the rest is at its defaults.
    let parameters: JSONValue
    /// All ends that are possible, and no others.
    let ends: [Ending<Outcome>]

    init(_ parameters: JSONValue = [:], ends: [Ending<Outcome>]) {
        self.parameters = parameters
        self.ends = ends
    }
}

/// What an exhaustive exploration of a scenario with these parameters must find.
public struct ExpectedExploration: Sendable {
    /// What is set; the rest is at its defaults.
    public let parameters: JSONValue
    /// All ends that are possible, and no others.
    public let ends: [ExpectedEnd]

    /// Whether every end is correct, so that the exploration must prove it. Otherwise it must fail, with these ends.
    public var isProof: Bool { ends.allSatisfy(\.isCorrect) }
}

/// An end that an exploration must find.
public struct ExpectedEnd: Sendable, Hashable {
    /// How the program ends.
    public let ending: Ending<AnyOutcome>
    /// Whether it has done what it is for, if it ends so.
    public let isCorrect: Bool
}
