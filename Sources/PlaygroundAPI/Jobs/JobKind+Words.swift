import Playground

/// What the API calls jobs of each kind, and what is wrong with them.
extension JobKind {
    /// Where they are.
    var path: String { "/\(plural)" }

    /// One of them, in a sentence.
    var withArticle: String {
        switch self {
        case .run: "a run"
        case .exploration: "an exploration"
        }
    }

    /// The means by which one is carried out, in a sentence.
    var meansWithArticle: String {
        switch self {
        case .run: "an engine"
        case .exploration: "a strategy"
        }
    }

    /// The problem that there is no such job.
    var unknown: Problem.Kind {
        switch self {
        case .run: .unknownRun
        case .exploration: .unknownExploration
        }
    }

    /// The problem that a job has ended, so that it cannot be cancelled.
    var hasEnded: Problem.Kind {
        switch self {
        case .run: .runHasEnded
        case .exploration: .explorationHasEnded
        }
    }

    /// How many of them may wait.
    var waitingLimit: LimitName {
        switch self {
        case .run: .waitingRuns
        case .exploration: .waitingExplorations
        }
    }
}
