public import Programs
import Scheduling

/// A program of the catalogue: what it is called and what it teaches, its typed parameters, what it does, and how it
/// is expected to end.
protocol Scenario: Sendable {
    /// What a user can set.
    associatedtype Parameters: ParameterSet
    /// What the program ends with.
    associatedtype Outcome: Sendable & Hashable

    /// What the scenario is called and what it teaches.
    static var about: About { get }

    /// Small cases, each with all the ends that an exploration must find: at least one with every bug and every repair
    /// that the parameters offer. None if the scenario does not run in simulation.
    static var cases: [ExploredCase<Outcome>] { get }

    /// The program. Runs on the main thread of a run.
    static func run(_ parameters: Parameters) throws -> Outcome

    /// Whether a run with these parameters may end so. What `about.expectation` says in words.
    ///
    /// Unless a scenario says otherwise, every ending is expected to be correct.
    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool

    /// Whether the program did what it is for. A race that ends with the wrong number is expected, and yet not correct:
    /// an exploration proves that every ending is correct, or shows a schedule whose ending is not.
    ///
    /// Unless a scenario says more, a program that returned did what it is for, and one that ended otherwise did not.
    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool

    /// What is wrong with an outcome that is not correct, as the end of a sentence.
    ///
    /// Unless a scenario says more, it is that the outcome is not the one that the program is for.
    static func mistake(in outcome: Outcome, with parameters: Parameters) -> Localized
}

extension Scenario {
    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        isCorrect(ending, with: parameters)
    }

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        if case .completed = ending { true } else { false }
    }

    static func mistake(in outcome: Outcome, with parameters: Parameters) -> Localized {
        Localized(en: "the outcome is not what the program is for", zh: "结果不是这个程序该得到的")
    }
}

/// What a scenario is called and what it teaches.
public struct About: Sendable {
    /// The name in requests.
    public let name: String
    /// The chapter of the catalogue.
    public let chapter: Chapter
    /// The engines it runs on; the first is the default.
    public let engines: [EngineName]
    /// A few words.
    public let title: Localized
    /// One sentence.
    public let summary: Localized
    /// What happens, and why.
    public let explanation: Localized
    /// How a run ends.
    public let expectation: Localized
    /// The file of the program, as `#fileID`.
    public let file: String

    init(
        _ name: String, chapter: Chapter, engines: [EngineName] = [.threads, .green, .simulation],
        title: Localized,
        summary: Localized, explanation: Localized, expectation: Localized, file: String = #fileID
    ) {
        self.name = name
        self.chapter = chapter
        self.engines = engines
        self.title = title
        self.summary = summary
        self.explanation = explanation
        self.expectation = expectation
        self.file = file
    }
}

/// A part of the catalogue.
public enum Chapter: String, Sendable, CaseIterable {
    case locks, signals, queues, threads, pools
}
