import Scheduling
import Threading

/// A search, of a certain care, by one worker or several that share one frontier.
final class SearchRound: Sendable {
    private let search: Search
    private let choices: SchedulingChoices
    private let care: Care
    private let started: Int64
    private let frontier = SharedFrontier()
    private let identities = IdentityRegister()
    private let races: RaceRegister
    private let tally: Locked<Tally>
    private let stop = Locked<Stop?>(nil)

    /// Why the workers stop.
    enum Stop: Sendable {
        /// There is nothing left to explore.
        case complete
        /// A budget is used up, or the search was cancelled, or cannot go on.
        case spent
        /// The program needs more of it, and all over again.
        case needs(Care)
    }

    /// What a search goes into only for programs that need it.
    struct Care: Sendable {
        /// Whether threads' starts and ends are choices: somebody looks whether another has ended.
        var noticesEnds = false
        /// Whether even the order of steps that commute is: an invariant is looked at after each.
        var leavesNothingOut = false
    }

    private static let progressInterval: Int64 = 200_000_000

    init(of search: Search, with care: Care, since started: Int64, addingTo races: RaceRegister) {
        races.beginRound()
        self.search = search
        self.races = races
        self.care = care
        choices = SchedulingChoices(
            noticesEnds: care.noticesEnds, spuriousWakeups: search.options.spuriousWakeups)
        self.started = started
        tally = Locked(Tally(of: search))
    }

    /// Searches until there is nothing left or the budget is spent, and says why it has stopped.
    ///
    /// - Parameter onceWrong: what the search may take if something has gone wrong.
    func run(
        within budget: Budget, onceWrong: Budget, progress: (ExplorationReport<Int>) -> Void
    ) -> Stop {
        let strategy = Attempt.strategy(
            search.options, frontier, leavesNothingOut: care.leavesNothingOut)
        var helpers: [Thread] = []
        let soloTime = search.options.soloTime.nanoseconds
        var nextProgress = started + Self.progressInterval
        let limits = Limits(all: budget, onceWrong: onceWrong)
        work(with: strategy, within: limits) { now in
            if helpers.isEmpty, strategy is ExhaustiveStrategy, now - started >= soloTime {
                helpers = startHelpers(within: limits)
            }
            if now >= nextProgress {
                nextProgress = now + Self.progressInterval
                var report = tally.withLock { $0.report }
                report.progress = strategy.progress
                report.dataRaces = races.races
                report.elapsedNs = now - started
                progress(report)
            }
        }
        for helper in helpers {
            // If this thread is interrupted, so that it cannot wait, they still end, one execution later.
            _ = try? helper.join()
        }
        let stop = stop.withLock { $0 } ?? .complete
        tally.withLock { tally in
            if case .complete = stop {
                tally.report.progress = 1
            } else {
                tally.report.progress = strategy.progress
            }
        }
        return stop
    }

    /// What was found, and what may be claimed.
    func conclude(within budget: Budget) -> ExplorationReport<Int> {
        let isOver = stop.withLock { $0 } == nil
        if !isOver && tally.withLock({ $0.report.error == nil }) {
            budget.note(Budget.Cut("The search was ended before everything had been explored."))
        }
        return tally.withLock { $0.conclude(isOver: isOver, search.options) }
    }

    /// What the search may take.
    private struct Limits {
        let all: Budget
        let onceWrong: Budget

        /// Whether it must end now.
        ///
        /// - Parameter isWrong: whether anything has gone wrong.
        func areReached(isWrong: Bool) -> Bool { isWrong ? onceWrong.isSpent : all.isSpent }
    }

    private func startHelpers(within limits: Limits) -> [Thread] {
        (1..<max(1, search.options.workers)).compactMap { number in
            let helper = Thread(name: "explorer-\(number + 1)", daemon: true) { [self] in
                guard
                    let strategy = ExhaustiveStrategy(
                        joining: frontier, spinBound: search.options.spinBound)
                else { return }
                work(with: strategy, within: limits) { _ in }
            }
            // With fewer it takes longer, and comes to the same.
            do { try helper.start() } catch { return nil }
            return helper
        }
    }

    /// Executes the program again and again, until there is nothing left for this worker.
    private func work(with strategy: any Strategy, within limits: Limits, afterEach: (Int64) -> Void) {
        let attempt = Attempt(
            choices: choices, options: search.options, engines: search.engines, program: search.program,
            strategy: strategy, identities: identities)
        while true {
            let result = attempt.execute(within: limits.all)
            if let more = self.more(neededBy: attempt) { return finish(.needs(more)) }
            if case .unfinished = result { return finish(.spent) }
            if case .ended(let ending) = result {
                races.look(at: attempt, of: search, endedBy: ending, within: limits.all)
            }
            let now = Budget.now
            let (isLast, isWrong) = tally.withLock { tally in
                (tally.count(result, attempt, atMost: limits.all.executions), tally.isWrong)
            }
            // Asked first: with the last execution that the budget allows, everything may have been seen.
            let isMore = attempt.director.end(within: limits.all)
            // Nor has everything been seen if the budget was spent while it was planned what comes next.
            let isLeft = isMore || strategy is ExhaustiveStrategy && !frontier.isExhausted
            let isEnough = isWrong && search.options.stopsAtFirstFailure
            if isLast || isEnough || limits.areReached(isWrong: isWrong) {
                if isLeft || tally.withLock({ $0.report.error != nil }) { finish(.spent) }
                return
            }
            if !isMore {
                // A worker that is interrupted cannot wait for more to do, though there may be more.
                if isLeft { finish(.spent) }
                return
            }
            afterEach(now)
        }
    }

    /// What the program was seen to need that this search does not go into; nil if it is as it should be.
    private func more(neededBy attempt: Attempt) -> Care? {
        guard attempt.needsEnds || attempt.needsEveryOrder else { return nil }
        var more = care
        more.noticesEnds = care.noticesEnds || attempt.needsEnds
        more.leavesNothingOut = care.leavesNothingOut || attempt.needsEveryOrder
        return more
    }

    private func finish(_ reason: Stop) {
        stop.withLock { stop in
            if case .needs = stop { return }
            if case .needs = reason { stop = reason }
            stop = stop ?? reason
        }
        frontier.stop()
    }
}
