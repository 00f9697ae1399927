/// What kind of job it is. A store keeps all kinds together; each has room, turns and limits of its own.
public enum JobKind: String, Sendable, CaseIterable {
    case run, exploration

    /// Several of them, as paths, metrics and sentences call them.
    public var plural: String { rawValue + "s" }

    /// Several of them at the beginning of a sentence.
    var capitalizedPlural: String { plural.prefix(1).uppercased() + plural.dropFirst() }

    /// What a job of this kind calls the means by which it is carried out.
    public var means: String {
        switch self {
        case .run: "engine"
        case .exploration: "strategy"
        }
    }
}
