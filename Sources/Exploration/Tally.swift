import CooperativeEngine
import Threading

/// What has been found so far.
struct Tally {
    var report = ExplorationReport<Int>()
    private let isCorrect: (ExecutionEnd<Int>) -> Bool
    private var places: [ExecutionEnd<Int>: Int] = [:]
    private var lengths: [Int] = []
    private var digests: Set<UInt64> = []
    private var isAnyTooLong = false

    init(isCorrect: @escaping (ExecutionEnd<Int>) -> Bool) { self.isCorrect = isCorrect }

    /// Counts the execution that an attempt has just made, and says whether it was the last that the options allow.
    mutating func count(
        _ result: Result<ExecutionEnd<Int>, ExecutionError>?, _ attempt: Attempt,
        within options: ExplorationOptions
    ) -> Bool {
        if report.executions >= options.maxExecutions { return true }
        report.steps += attempt.director.execution.steps.count
        switch result {
        case nil: report.redundant += 1
        case .failure(let error):
            report.error = error.description
            return true
        case .success(let end):
            report.executions += 1
            digests.insert(attempt.director.execution.digest())
            report.classes = digests.count
            if end == .tooLong { isAnyTooLong = true }
            count(end, attempt)
        }
        return report.executions >= options.maxExecutions
            || report.elapsedNs >= options.timeout.nanoseconds
    }

    private mutating func count(_ end: ExecutionEnd<Int>, _ attempt: Attempt) {
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
    mutating func conclude(isOver: Bool, _ options: ExplorationOptions) -> ExplorationReport<Int> {
        let isSample = options.strategy != .exhaustive && options.strategy != .bruteForce
        report.isComplete =
            isOver && report.error == nil && !isSample && options.preemptionBound == nil && !isAnyTooLong
        if report.outcomes.contains(where: { !$0.isCorrect && $0.end != .tooLong }) {
            report.verdict = .failed
        } else if isOver && report.error == nil {
            report.verdict = report.isComplete ? .proved : .bounded
        } else {
            report.verdict = isSample && report.error == nil ? .sampled : .budgetExhausted
        }
        return report
    }
}
