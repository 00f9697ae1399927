import Analyses
import Tracing

extension Trace {
    /// What one analysis finds.
    func found(by analysis: some Analysis, isStandstill: Bool = false) -> [Finding] {
        analysis.findings(in: AnalysisContext(of: self, isStandstill: isStandstill))
    }

    /// What happened before what in it.
    var happensBefore: HappensBefore { HappensBefore(in: AnalysisContext(of: self)) }
}

/// What only some kinds of findings have; nil for the others.
extension Finding {
    var form: DeadlockForm? { if case .deadlock(let form, _) = kind { form } else { nil } }

    var count: Int? { if case .dataRace(let count) = kind { count } else { nil } }

    var isPredicted: Bool? {
        if case .lockOrderInversion(_, let isPredicted) = kind { isPredicted } else { nil }
    }

    var cycle: [CycleLink]? {
        switch kind {
        case .deadlock(_, let cycle), .circularWait(let cycle), .lockOrderInversion(let cycle, _): cycle
        case .dataRace, .lostUpdate, .uncaughtError: nil
        }
    }
}
