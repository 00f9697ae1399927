/// A limit, as clients are told it.
public struct StatedLimit: Sendable, Hashable {
    /// Its name, in camel case.
    public let name: String
    /// How much it allows.
    public let value: Int
    /// What the value counts.
    public let unit: String
    /// What it means, as a sentence.
    public let meaning: String

    /// A limit with this name.
    public init(name: String, value: Int, unit: String, meaning: String) {
        self.name = name
        self.value = value
        self.unit = unit
        self.meaning = meaning
    }
}

/// The limits that a problem can be about.
package enum LimitName: String, Sendable, CaseIterable {
    case waitingRuns, waitingExplorations, clientShare, followers, queue, bodyBytes
}
