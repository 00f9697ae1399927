import Events
import Exploration
import JSON
import Scheduling

extension DataRace {
    /// Writes the race as one JSON object.
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("variable", variable)
            $0.name("first")
            first.write(to: &$0)
            $0.name("second")
            second.write(to: &$0)
            $0.member("schedule", schedule.description)
            $0.member("preemptions", preemptions)
        }
    }

    init(json: JSONValue) throws(JSONError) {
        guard let schedule = try? Schedule(try json.text("schedule")) else { throw json.wrong("schedule") }
        self.init(
            variable: try json.text("variable"), first: try Access(json: json.member("first")),
            second: try Access(json: json.member("second")), schedule: schedule,
            preemptions: try json.integer("preemptions"))
    }
}

extension DataRace.Access {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("thread", thread)
            $0.member("action", action.rawValue)
            $0.member("source", source)
        }
    }

    fileprivate init(json: JSONValue) throws(JSONError) {
        self.init(
            thread: try json.text("thread"), action: try json.name("action"),
            source: try json.optional("source") { (json, name) throws(JSONError) in try json.text(name) })
    }
}
