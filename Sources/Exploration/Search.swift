import Scheduling
import Threading

/// The search through a program's executions, each of which ends in an outcome that has a number.
final class Search: Sendable {
    let options: ExplorationOptions
    let engines: any SimulatedEngines
    let program: @Sendable () throws -> Int
    let isCorrect: @Sendable (Ending<Int>) -> Bool
    /// Called for the outcome of an end that will not be listed.
    let forget: @Sendable (Int) -> Void

    init(
        _ options: ExplorationOptions, on engines: any SimulatedEngines,
        isCorrect: @escaping @Sendable (Ending<Int>) -> Bool, forget: @escaping @Sendable (Int) -> Void,
        program: @escaping @Sendable () throws -> Int
    ) {
        self.options = options
        self.engines = engines
        self.isCorrect = isCorrect
        self.forget = forget
        self.program = program
    }

    /// How much of the time the search itself may take once something has gone wrong: what it found is to be explained
    /// as well.
    private static let searchShare = 7.0 / 8

    /// How much of the time is kept for running the ends again, and at most what part of all; and of that, how much for
    /// writing the report, which may have a thousand ends.
    private static let confirmationTime = Duration.milliseconds(100)
    private static let confirmationShare = 1.0 / 16
    private static let writingPart = 0.5

    /// Explores, on the calling thread and those that it starts, until there is nothing left, or the budget is spent.
    ///
    /// - Parameter progress: called now and then with what has been found so far.
    func run(within budget: Budget, progress: (ExplorationReport<Int>) -> Void) -> ExplorationReport<Int> {
        let started = Budget.now
        let all = budget.leaving(Self.confirmationTime, atMost: Self.confirmationShare)
        let first = budget.part(Self.searchShare)
        let races = RaceRegister()
        var round = SearchRound(of: self, with: SearchRound.Care(), since: started, addingTo: races)
        // Each time with more of it, of which there is not much.
        while case .needs(let care) = round.run(within: all, onceWrong: first, progress: progress) {
            round = SearchRound(of: self, with: care, since: started, addingTo: races)
        }
        var report = round.conclude(within: budget)
        if report.unlisted > 0 {
            budget.note(
                Budget.Cut(
                    "More ends were found than the \(report.outcomes.count) that are listed; "
                        + "\(report.unlisted) executions came to the others."))
        }
        report.dataRaces = races.races
        if races.isCut {
            budget.note(
                Budget.Cut("More data races were found than the \(DataRace.limit) that are listed."))
        }
        report.elapsedNs = Budget.now - started
        let rest = budget.leaving(
            Self.confirmationTime * Self.writingPart, atMost: Self.confirmationShare * Self.writingPart)
        confirm(&report, within: rest)
        explain(&report, within: rest)
        report.cuts = budget.cuts.map(\.sentence)
        return report
    }

    /// Looks, for each end that is wrong, for a simpler schedule, and for the nearest one that ends well. Each has an equal
    /// share of the time that is left.
    private func explain(_ report: inout ExplorationReport<Int>, within budget: Budget) {
        let wrong = report.outcomes.indices.filter { report.outcomes[$0].isCorrect == false }
        for (done, place) in wrong.enumerated() {
            let share = budget.part(1 / Double(wrong.count - done))
            simplify(&report.outcomes[place], within: share.part(0.5, atMost: Self.longestSimplification))
            report.outcomes[place].nearestPass = nearestPass(
                to: report.outcomes[place].schedule, within: share)
        }
    }

    private static let longestSimplification = Duration.milliseconds(300)
}
