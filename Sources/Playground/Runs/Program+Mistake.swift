import Programs
import Scheduling

extension Program {
    /// What is wrong with a program that ended so, which is not correct, as the end of a sentence.
    func mistake(of ending: Ending<AnyOutcome>) -> Localized {
        switch ending {
        case .completed(let outcome): mistake(outcome)
        case .deadlocked:
            Localized(en: "threads wait for what never comes", zh: "有线程在等待永远不会到来的东西")
        case .failed(let failure) where failure.isViolation:
            Localized(
                en: "after a step of \(failure.threadName): \(failure.error)",
                zh: "在 \(failure.threadName) 的一步之后：\(failure.error)")
        case .failed(let failure):
            Localized(
                en: "\(failure.threadName) ended with an error: \(failure.error)",
                zh: "\(failure.threadName) 以错误结束：\(failure.error)")
        case .timedOut, .cancelled, .paused, .cut:
            Localized(en: "it was cut short", zh: "它被中途打断")
        }
    }
}
