import Events
import JSON
public import Tracing

extension AnalysisContext {
    /// A trace that came from elsewhere, to be analysed. Whether the run stood still its watchdog says, where the
    /// document has that; else the trace, as far as it can.
    public convenience init(of document: TraceDocument) {
        let reason = document.run?["watchdog"]?["reason"]
        self.init(
            of: document.trace,
            isStandstill: document.run == nil ? document.trace.seemsToStandStill() : reason == "quiescent")
    }
}

extension Trace {
    /// Whether the first thread to be interrupted was so when all waited for objects, none of them with a deadline.
    fileprivate func seemsToStandStill() -> Bool {
        guard let end = events.firstIndex(where: { $0.phase == .interrupt }) else { return false }
        var isWaiting: [ThreadID: Bool] = [:]
        for event in events[..<end] {
            isWaiting[event.thread] =
                event.action == .end
                ? nil : event.phase == .wait && event.object != nil && event.timeoutNs == nil
        }
        return isWaiting.values.allSatisfy { $0 }
    }
}
