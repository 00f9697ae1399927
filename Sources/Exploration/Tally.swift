import CooperativeEngine

/// What has been found so far.
struct Tally<Outcome: Hashable & Sendable> {
    var report = ExplorationReport<Outcome>()
    private let isCorrect: (ExecutionEnd<Outcome>) -> Bool
    private var places: [ExecutionEnd<Outcome>: Int] = [:]
    private var lengths: [Int] = []
    private var digests: Set<UInt64> = []
    private var isAnyTooLong = false

    init(isCorrect: @escaping (ExecutionEnd<Outcome>) -> Bool) { self.isCorrect = isCorrect }

    /// Counts the execution that an attempt has just made, and says whether there is another.
    mutating func count(
        _ result: Result<ExecutionEnd<Outcome>, ExecutionError>?, _ attempt: Attempt<Outcome>
    ) -> Bool {
        let execution = attempt.director.execution
        report.steps += execution.steps.count
        switch result {
        case nil: report.redundant += 1
        case .failure(let error):
            report.error = error.description
            return false
        case .success(let end):
            report.executions += 1
            digests.insert(execution.digest)
            report.classes = digests.count
            if end == .tooLong { isAnyTooLong = true }
            count(end, attempt)
        }
        let isMore = attempt.director.end()
        report.progress = isMore ? attempt.strategy.progress : 1
        return isMore
    }

    private mutating func count(_ end: ExecutionEnd<Outcome>, _ attempt: Attempt<Outcome>) {
        let (preemptions, length) = (
            attempt.director.execution.preemptions, attempt.director.execution.steps.count
        )
        guard let place = places[end] else {
            places[end] = report.outcomes.count
            lengths.append(length)
            report.outcomes.append(
                OutcomeReport(
                    end: end, isCorrect: isCorrect(end), executions: 1, schedule: attempt.schedule,
                    preemptions: preemptions))
            return
        }
        report.outcomes[place].executions += 1
        if (preemptions, length) < (report.outcomes[place].preemptions, lengths[place]) {
            report.outcomes[place].schedule = attempt.schedule
            report.outcomes[place].preemptions = preemptions
            lengths[place] = length
        }
    }

    /// Says what may be claimed.
    mutating func conclude(isOver: Bool, _ strategy: any Strategy, _ options: ExplorationOptions) {
        report.isComplete = isOver && report.error == nil && strategy.isComplete && !isAnyTooLong
        if report.outcomes.contains(where: { !$0.isCorrect && $0.end != .tooLong }) {
            report.verdict = .failed
        } else if isOver && report.error == nil {
            report.verdict = report.isComplete ? .proved : .bounded
        } else {
            let isSample = options.strategy != .exhaustive && options.strategy != .bruteForce
            report.verdict = isSample && report.error == nil ? .sampled : .budgetExhausted
        }
    }
}
