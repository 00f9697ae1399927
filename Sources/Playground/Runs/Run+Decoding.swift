import Analyses
public import JSON
import Programs
import Tracing

extension Run {
    /// A run from its JSON form, whole or without its trace; written again, it is the same, byte by byte.
    public init(json bytes: [UInt8]) throws(JSONError) {
        let json = try JSONParser.parse(bytes)
        try self.init(summary: json)
        if let trace = json["trace"] { self.trace = try Trace(json: trace) }
    }

    private init(summary: JSONValue) throws(JSONError) {
        guard let id = JobID(try summary.text("id")) else { throw summary.wrong("id") }
        self.init(
            id: id, scenario: try summary.text("scenario"), engine: try summary.name("engine"),
            status: try summary.name("status"), parameters: try summary.member("parameters"),
            seed: try summary.integer("seed"),
            chaos: summary["chaos"] == nil ? false : try summary.flag("chaos"))
        durationNs = try summary.optional("durationNs") { (json, name) throws(JSONError) in
            Int64(try json.integer(name))
        }
        schedule = try summary.optional("schedule") { (json, name) throws(JSONError) in try json.text(name) }
        if summary["next"] != nil {
            next = try summary.list("next") { (json) throws(JSONError) in try PendingAction(json: json) }
        }
        outcome = try summary.optional("outcome") { (json, name) throws(JSONError) in try json.member(name) }
        isExpected = try summary.optional("expected") { (json, name) throws(JSONError) in
            try json.flag(name)
        }
        // Older records do not say whether they were correct.
        if summary["correct"] != nil {
            isCorrect = try summary.optional("correct") { (json, name) throws(JSONError) in
                try json.flag(name)
            }
            mistake = try summary.optional("mistake") { (json, name) throws(JSONError) in
                try Localized(json: json.member(name))
            }
        }
        error = try summary.optional("error") { (json, name) throws(JSONError) in try json.text(name) }
        findings = try summary.list("findings") { (json) throws(JSONError) in try Finding(json: json) }
        watchdog = try summary.optional("watchdog") { (json, name) throws(JSONError) in
            try WatchdogReport(json: json.member(name))
        }
    }
}

extension Localized {
    fileprivate init(json: JSONValue) throws(JSONError) {
        self.init(en: try json.text("en"), zh: try json.text("zh"))
    }
}

extension PendingAction {
    fileprivate init(json: JSONValue) throws(JSONError) {
        self.init(
            thread: try json.integer("thread"), step: try json.integer("step"),
            action: try json.name("action"),
            object: try json.integer("object"),
            source: try json.optional("source") { (json, name) throws(JSONError) in try json.text(name) },
            isEnabled: try json.flag("enabled"), timesOut: try json.flag("timesOut"))
    }
}

extension WatchdogReport {
    fileprivate init(json: JSONValue) throws(JSONError) {
        self.init(
            timeoutNs: Int64(try json.integer("timeoutNs")), reason: try json.name("reason"),
            atNs: Int64(try json.integer("atNs")), interrupted: try json.integers("interrupted"))
    }
}
