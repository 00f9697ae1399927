package import JSON
import Programs
package import Scheduling

extension Ending<AnyOutcome> {
    /// The ending as JSON shows it: status, outcome if it completed, error if it failed. One that was cut short is shown
    /// as one whose time was up.
    package var parts: (status: JobStatus, outcome: JSONValue?, error: String?) {
        switch self {
        case .completed(let outcome): (.completed, outcome.json, nil)
        case .failed(let failure): (.failed, nil, failure.description)
        case .deadlocked: (.deadlocked, nil, nil)
        case .timedOut, .cut: (.timedOut, nil, nil)
        case .cancelled: (.cancelled, nil, nil)
        case .paused: (.paused, nil, nil)
        }
    }
}
