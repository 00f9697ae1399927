import Analyses
import Events
public import JSON
import Programs
import Tracing

extension Run {
    /// The run as one JSON object, with its trace and everything else.
    public var json: [UInt8] {
        // An event takes about as much; with that, the buffer is hardly ever moved.
        var writer = JSONWriter(capacity: 1024 + 200 * trace.events.count)
        writer.object {
            writeSummary(to: &$0)
            $0.name("output")
            $0.array(output) { writer, line in
                writer.object {
                    $0.member("atNs", line.atNs)
                    $0.member("thread", line.thread)
                    $0.member("text", line.text)
                }
            }
            $0.name("trace")
            trace.write(to: &$0)
        }
        return writer.bytes
    }

    /// Writes the members that a list of runs shows, without braces.
    public func writeSummary(to writer: inout JSONWriter) {
        writer.member("id", id.description)
        writer.member("scenario", scenario)
        writer.member("engine", engine.rawValue)
        writer.member("status", status.rawValue)
        writer.member("parameters", parameters)
        writer.member("seed", seed)
        if chaos { writer.member("chaos", JSONValue.bool(true)) }
        writer.member("schedule", schedule)
        writer.member("createdAt", id.createdAt)
        writer.member("durationNs", durationNs)
        writer.member("outcome", outcome ?? .null)
        writer.member("expected", isExpected.map { .bool($0) } ?? .null)
        writer.member("correct", isCorrect.map { .bool($0) } ?? .null)
        writer.name("mistake")
        if let mistake { mistake.write(to: &writer) } else { writer.null() }
        writer.member("error", error)
        writer.name("findings")
        writer.array(findings) { $1.write(to: &$0) }
        writer.name("watchdog")
        if let watchdog { watchdog.write(to: &writer) } else { writer.null() }
        guard let next else { return }
        writer.name("next")
        writer.array(next) { $1.write(to: &$0) }
    }
}

extension Localized {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("en", en)
            $0.member("zh", zh)
        }
    }
}

extension PendingAction {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("thread", thread)
            $0.member("step", step)
            $0.member("action", action.rawValue)
            $0.member("object", object)
            $0.member("source", source)
            $0.member("enabled", JSONValue.bool(isEnabled))
            $0.member("timesOut", JSONValue.bool(timesOut))
        }
    }
}

extension WatchdogReport {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("timeoutNs", timeoutNs)
            $0.member("reason", reason.rawValue)
            $0.member("atNs", atNs)
            $0.member("interrupted", JSONValue(interrupted))
        }
    }
}
