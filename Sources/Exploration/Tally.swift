import Scheduling

/// What has been found so far.
struct Tally {
    var report = ExplorationReport<Int>()
    /// Whether any execution ended as it should not.
    private(set) var isWrong = false
    private let search: Search
    private var places: [Ending<Int>: Int] = [:]
    private var lengths: [Int] = []
    private var digests: Set<UInt64> = []
    /// Whether any execution was cut short, or left out because a thread would have looked in vain once more.
    private var isBounded = false

    init(of search: Search) { self.search = search }

    /// Counts the execution that an attempt has just made, and says whether it was the last that there may be.
    mutating func count(_ result: Attempt.Result, _ attempt: Attempt, atMost limit: Int) -> Bool {
        if report.executions >= limit { return true }
        note(&attempt.director.execution.bounds)
        report.steps += attempt.director.execution.steps.count
        switch result {
        case .redundant: report.redundant += 1
        case .unfinished: break
        case .impossible(let error):
            report.error = error.description
            return true
        case .ended(let ending):
            report.executions += 1
            digests.insert(attempt.director.execution.digest())
            report.classes = digests.count
            if ending == .cut { isBounded = true }
            count(ending, attempt)
        }
        return report.executions >= limit
    }

    /// Takes over why less can be claimed. An execution that was cut is told of once, whichever worker made it.
    private mutating func note(_ bounds: inout Bounds) {
        if bounds.isReached { isBounded = true }
        for sentence in bounds.take()
        where report.bounds.count < Bounds.limit && !report.bounds.contains(sentence) {
            report.bounds.append(sentence)
        }
    }

    private mutating func count(_ ending: Ending<Int>, _ attempt: Attempt) {
        let (preemptions, length) = (
            attempt.director.execution.preemptions, attempt.director.execution.steps.count
        )
        guard let place = places[ending] else {
            let isCorrect = ending == .cut ? nil : search.isCorrect(ending)
            if isCorrect == false { isWrong = true }
            guard makeRoom(forRight: isCorrect == true) else {
                report.unlisted += 1
                if case .completed(let outcome) = ending { search.forget(outcome) }
                return
            }
            places[ending] = report.outcomes.count
            lengths.append(length)
            report.outcomes.append(
                OutcomeReport(
                    ending: ending, isCorrect: isCorrect, executions: 1,
                    schedule: attempt.schedule(isWhole: ending.isWhole), preemptions: preemptions))
            return
        }
        report.outcomes[place].executions += 1
        if (preemptions, length) < (report.outcomes[place].preemptions, lengths[place]) {
            report.outcomes[place].ending = ending
            report.outcomes[place].schedule = attempt.schedule(isWhole: ending.isWhole)
            report.outcomes[place].preemptions = preemptions
            lengths[place] = length
        }
    }

    /// Whether there is room for one more end. One that is not right takes that of the right one that was found last, whose
    /// outcome is not forgotten: somebody may be telling how far the search is.
    private mutating func makeRoom(forRight isRight: Bool) -> Bool {
        if report.outcomes.count < max(1, search.options.outcomeLimit) { return true }
        guard !isRight, let place = report.outcomes.lastIndex(where: { $0.isCorrect == true }) else {
            return false
        }
        let outcome = report.outcomes.remove(at: place)
        lengths.remove(at: place)
        places[outcome.ending] = nil
        for place in place..<report.outcomes.count { places[report.outcomes[place].ending] = place }
        report.unlisted += outcome.executions
        return true
    }

    /// Says what may be claimed.
    mutating func conclude(isOver: Bool, _ options: ExplorationOptions) -> ExplorationReport<Int> {
        let isSample = options.strategy != .exhaustive && options.strategy != .bruteForce
        report.isComplete =
            isOver && report.error == nil && !isSample && options.preemptionBound == nil && !isBounded
        if let bound = options.preemptionBound {
            report.bounds.append("Only executions with at most \(bound) preemptions were tried.")
        }
        if isWrong {
            report.verdict = .failed
        } else if isOver && report.error == nil {
            report.verdict = report.isComplete ? .proved : .bounded
        } else {
            let hasSampled = isSample && report.error == nil && report.executions > 0
            report.verdict = hasSampled ? .sampled : .budgetExhausted
        }
        return report
    }
}
