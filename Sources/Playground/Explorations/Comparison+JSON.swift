import JSON
import Programs
import Scheduling

extension Comparison {
    /// Writes it as one JSON object. How many runs came to the ends that were found stands with these.
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("engine", engine.rawValue)
            $0.member("chaos", chaos)
            $0.member("seed", seed)
            $0.member("wanted", wanted)
            $0.member("runs", runs)
            $0.name("others")
            $0.array(others) { writer, other in
                writer.object {
                    other.ending.write(to: &$0)
                    $0.member("runs", other.runs)
                }
            }
        }
    }

    /// The comparison of an exploration, from the JSON of both.
    init(json: JSONValue, in exploration: JSONValue) throws(JSONError) {
        self.init(
            engine: try json.name("engine"), chaos: try json.flag("chaos"), seed: try json.integer("seed"),
            wanted: try json.integer("wanted"))
        runs = try json.integer("runs")
        seen = try exploration.list("outcomes") { (json) throws(JSONError) in try json.integer("realRuns") }
        others = try json.list("others") { (json) throws(JSONError) in
            OtherEnd(ending: try Ending(json: json, timedOut: .timedOut), runs: try json.integer("runs"))
        }
    }
}

extension Ending<AnyOutcome> {
    /// Writes how a program ended, without braces.
    func write(to writer: inout JSONWriter) {
        let (status, outcome, error) = parts
        writer.member("status", status.rawValue)
        writer.member("outcome", outcome ?? .null)
        writer.member("error", error)
    }

    /// - Parameter timedOut: what is meant where JSON says that the time was up.
    init(json: JSONValue, timedOut: Ending) throws(JSONError) {
        switch try json.name("status", of: JobStatus.self) {
        case .completed: self = .completed(AnyOutcome(try json.member("outcome")))
        // Which thread it was, the text tells.
        case .failed: self = .failed(Failure(try json.text("error")))
        case .deadlocked: self = .deadlock
        case .timedOut: self = timedOut
        case .cancelled: self = .cancelled
        case .paused: self = .paused
        case .queued, .running: throw json.wrong("status")
        }
    }
}
