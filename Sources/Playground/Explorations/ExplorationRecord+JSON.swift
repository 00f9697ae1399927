import Exploration
import FiberEngine
public import JSON
import Programs
import Scenarios
import Scheduling
import Tracing

extension ExplorationRecord {
    /// The exploration as one JSON object.
    public var json: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Writes the exploration as one JSON object.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("id", id.description)
            $0.member("scenario", scenario)
            $0.member("parameters", parameters)
            $0.member("strategy", strategy.rawValue)
            $0.member("seed", seed)
            $0.member("preemptionBound", preemptionBound.map { .integer($0) } ?? .null)
            $0.member("time", time.rawValue)
            $0.member("spuriousWakeups", spuriousWakeups)
            $0.member("status", status.rawValue)
            $0.member("verdict", verdict?.rawValue)
            $0.member("executions", executions)
            $0.member("classes", classes)
            $0.member("redundant", redundant)
            $0.member("steps", steps)
            $0.member("progress", progress.map { .number($0) } ?? .null)
            $0.member("createdAt", id.createdAt)
            $0.member("elapsedNs", elapsedNs)
            $0.member("error", error)
            $0.name("outcomes")
            $0.array(outcomes) { $1.write(to: &$0) }
            $0.name("comparison")
            if let comparison { comparison.write(to: &$0) } else { $0.null() }
        }
    }
}

extension Comparison {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("engine", engine.rawValue)
            $0.member("chaos", JSONValue.bool(chaos))
            $0.member("seed", seed)
            $0.member("wanted", wanted)
            $0.member("runs", runs)
            $0.name("others")
            $0.array(others) { writer, other in
                writer.object {
                    $0.member("status", other.status.rawValue)
                    $0.member("outcome", other.outcome ?? .null)
                    $0.member("error", other.error)
                    $0.member("runs", other.runs)
                }
            }
        }
    }
}

extension ExploredOutcome {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("status", status.rawValue)
            $0.member("outcome", outcome ?? .null)
            $0.member("error", error)
            $0.member("correct", JSONValue.bool(isCorrect))
            $0.member("executions", executions)
            $0.member("realRuns", realRuns.map { .integer($0) } ?? .null)
            $0.member("schedule", schedule)
            $0.member("preemptions", preemptions)
            $0.name("nearestPass")
            guard let nearestPass else { return $0.null() }
            $0.object {
                $0.member("schedule", nearestPass.schedule)
                $0.member("step", nearestPass.step)
                $0.member("failing", nearestPass.failing)
                $0.member("passing", nearestPass.passing)
            }
        }
    }
}
