import CThreading
import CooperativeEngine
import Synchronization
import Threading

/// A search, with thread ends as choices or without, by one worker or several that share one frontier.
final class SearchRound: Sendable {
    private let search: Search
    private let leeway: Leeway
    private let started: Int64
    private let frontier = SharedFrontier()
    private let identities = IdentityRegister()
    private let tally: Locked<Tally>
    private let stop = Locked<Stop?>(nil)

    /// Why the workers stop.
    enum Stop: Sendable {
        /// There is nothing left to explore.
        case complete
        /// A budget is used up, or the search was cancelled, or cannot go on.
        case spent
        /// A thread looked whether another has ended, although that was no choice.
        case needsEnds
    }

    private static let progressInterval: Int64 = 200_000_000

    init(of search: Search, noticesEnds: Bool, since started: Int64) {
        self.search = search
        leeway = Leeway(noticesEnds: noticesEnds, spuriousWakeups: search.options.spuriousWakeups)
        self.started = started
        tally = Locked(Tally(isCorrect: search.isCorrect))
    }

    /// Searches until there is nothing left or a budget is used up, and says why it has stopped.
    func run(progress: (ExplorationReport<Int>) -> Void) -> Stop {
        let strategy = Attempt.strategy(search.options, frontier)
        var helpers: [Thread] = []
        let soloTime = search.options.soloTime.nanoseconds
        var nextProgress = started + Self.progressInterval
        work(with: strategy) { now in
            if helpers.isEmpty, strategy is ExhaustiveStrategy, now - started >= soloTime {
                helpers = startHelpers()
            }
            if now >= nextProgress {
                nextProgress = now + Self.progressInterval
                var report = tally.withLock { $0.report }
                report.progress = strategy.progress
                progress(report)
            }
        }
        for helper in helpers {
            // If this thread is interrupted, so that it cannot wait, they still end, one execution later.
            _ = try? helper.join()
        }
        let stop = stop.withLock { $0 } ?? .complete
        tally.withLock { $0.report.progress = stop == .complete ? 1 : strategy.progress }
        return stop
    }

    /// What was found, and what may be claimed.
    func conclude() -> ExplorationReport<Int> {
        let isOver = stop.withLock { $0 } == nil
        return tally.withLock { $0.conclude(isOver: isOver, search.options) }
    }

    private func startHelpers() -> [Thread] {
        (1..<max(1, search.options.workers)).compactMap { number in
            let helper = Thread(name: "explorer-\(number + 1)", daemon: true) { [self] in
                guard
                    let strategy = ExhaustiveStrategy(
                        joining: frontier, spinBound: search.options.spinBound)
                else { return }
                work(with: strategy) { _ in }
            }
            // With fewer it takes longer, and comes to the same.
            do { try helper.start() } catch { return nil }
            return helper
        }
    }

    /// Executes the program again and again, until there is nothing left for this worker.
    private func work(with strategy: any Strategy, afterEach: (Int64) -> Void) {
        let attempt = Attempt(
            leeway: leeway, options: search.options, program: search.program, strategy: strategy,
            identities: identities)
        while true {
            let end = attempt.execute()
            if attempt.needsEnds { return finish(.needsEnds) }
            let now = lockstep_monotonic_ns()
            let isSpent = tally.withLock { tally in
                tally.report.elapsedNs = max(tally.report.elapsedNs, now - started)
                return tally.count(end, attempt, within: search.options)
            }
            // Asked first: with the last execution that the budget allows, everything may have been seen.
            let isMore = attempt.director.end()
            if isSpent || search.isCancelled {
                if isMore || isSpent && tally.withLock({ $0.report.error != nil }) { finish(.spent) }
                return
            }
            if !isMore {
                // A worker that is interrupted cannot wait for more to do, though there may be more.
                if strategy is ExhaustiveStrategy, !frontier.isExhausted { finish(.spent) }
                return
            }
            afterEach(now)
        }
    }

    private func finish(_ reason: Stop) {
        stop.withLock { if $0 == nil || reason == .needsEnds { $0 = reason } }
        frontier.stop()
    }
}
