import Exploration
public import JSON
import Scheduling

extension ExplorationRecord {
    /// The exploration as one JSON object.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            writeSummary(to: &$0)
            $0.name("outcomes")
            $0.array(report.outcomes.enumerated()) { writer, outcome in
                outcome.element.write(to: &writer, realRuns: comparison?.runs(at: outcome.offset))
            }
            $0.name("dataRaces")
            $0.array(report.dataRaces) { $1.write(to: &$0) }
            $0.name("comparison")
            if let comparison { comparison.write(to: &$0) } else { $0.null() }
        }
        return writer.bytes
    }

    /// Writes the members that a list of explorations shows, without braces.
    public func writeSummary(to writer: inout JSONWriter) {
        writer.member("id", id.description)
        writer.member("scenario", scenario)
        writer.member("parameters", parameters)
        writer.member("strategy", options.strategy.rawValue)
        writer.member("seed", options.seed)
        writer.member("preemptionBound", options.preemptionBound)
        writer.member("depth", options.strategy == .pct ? options.depth : nil)
        writer.member("time", options.clock.rawValue)
        writer.member("spuriousWakeups", options.spuriousWakeups)
        writer.member("status", status.rawValue)
        writer.member("createdAt", id.createdAt)
        writer.member("verdict", verdict?.rawValue)
        report.writeStatistics(to: &writer)
    }
}

extension ExplorationRecord {
    /// An exploration from its JSON form, whole or as lists show it; written again, it is the same, byte by byte.
    public init(json bytes: [UInt8]) throws(JSONError) {
        let json = try JSONParser.parse(bytes)
        guard let id = JobID(try json.text("id")) else { throw json.wrong("id") }
        self.init(
            id: id, scenario: try json.text("scenario"), parameters: try json.member("parameters"),
            options: try ExplorationOptions(json: json))
        status = try json.name("status")
        let verdict = try json.optional("verdict") { (json, name) throws(JSONError) in
            try json.name(name, of: Verdict.self)
        }
        report = try ExplorationReport(json: json)
        if let verdict { (report.verdict, isSearched) = (verdict, true) }
        if let comparison = json["comparison"], comparison != .null {
            self.comparison = try Comparison(json: comparison, in: json)
        }
    }
}

extension ExplorationOptions {
    fileprivate init(json: JSONValue) throws(JSONError) {
        self.init()
        strategy = try json.name("strategy")
        guard let seed = UInt64(exactly: try json.integer("seed")) else { throw json.wrong("seed") }
        self.seed = seed
        preemptionBound = try json.number("preemptionBound")
        // An earlier version had one depth, and did not say so.
        if json["depth"] != nil, let depth = try json.number("depth") { self.depth = depth }
        clock = try json.name("time")
        spuriousWakeups = try json.integer("spuriousWakeups")
    }
}
