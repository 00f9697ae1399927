import Events
import Threading
import Tracing

/// The errors that ended a thread other than the main one, or came out of a future's callback.
public struct UncaughtErrors: Analysis {
    /// The analysis.
    public init() {}

    /// The errors, in the order of the trace.
    public func findings(in context: AnalysisContext) -> [Finding] { context.trace.uncaughtErrors() }
}

extension Trace {
    fileprivate func uncaughtErrors() -> [Finding] {
        events.compactMap { event in
            guard case .text(let error) = event.value, event.phase == .done else { return nil }
            let thread = name(ofThread: event.thread)
            switch event.action {
            case .end where event.thread != 0:
                return finding("\(thread) ended with an error that nobody caught: \(error)", event)
            case .callback:
                let future = event.object.map(name(ofObject:)) ?? "a future"
                return finding("A callback of \(future) failed in \(thread)\(place(event)): \(error)", event)
            default: return nil
            }
        }
    }

    private func finding(_ message: String, _ event: TraceEvent) -> Finding {
        Finding(
            .uncaughtError, message: message, threads: [event.thread],
            objects: event.object.map { [$0] } ?? [], events: [event.seq])
    }
}
