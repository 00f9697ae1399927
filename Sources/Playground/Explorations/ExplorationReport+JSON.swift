import Exploration
import JSON
import Programs
import Scheduling

/// A report's statistics, each by its name in JSON: what writes them and what reads them back goes through this table,
/// so that a new one is one line of it.
private let statistics:
    [(name: StaticString, value: any WritableKeyPath<ExplorationReport<AnyOutcome>, Int> & Sendable)] = [
        ("executions", \.executions), ("classes", \.classes), ("redundant", \.redundant), ("steps", \.steps),
        ("unlisted", \.unlisted),
    ]

extension ExplorationReport<AnyOutcome> {
    /// Writes all but the verdict and the ends, without braces.
    func writeStatistics(to writer: inout JSONWriter) {
        for statistic in statistics { writer.member(statistic.name, self[keyPath: statistic.value]) }
        writer.member("progress", progress.map { .number($0) } ?? .null)
        writer.member("complete", isComplete)
        writer.member("elapsedNs", elapsedNs)
        writer.member("error", error)
        writer.member("bounds", .array(bounds.map { .string($0) }))
        writer.member("cuts", .array(cuts.map { .string($0) }))
    }

    /// A report from the members of an exploration's JSON, but for its verdict.
    init(json: JSONValue) throws(JSONError) {
        self.init()
        for statistic in statistics {
            // What an older version has not counted was none.
            guard json["\(statistic.name)"] != nil else { continue }
            self[keyPath: statistic.value] = try json.integer("\(statistic.name)")
        }
        progress = try json.optional("progress") { (json, name) throws(JSONError) in
            switch try json.member(name) {
            case .number(let value): value
            case .integer(let value): Double(value)
            default: throw json.wrong(name)
            }
        }
        isComplete = try json.flag("complete")
        elapsedNs = Int64(try json.integer("elapsedNs"))
        error = try json.optional("error") { (json, name) throws(JSONError) in try json.text(name) }
        // Explorations were kept before they had any.
        if json["bounds"] != nil { bounds = try json.sentences("bounds") }
        cuts = try json.sentences("cuts")
        // Nor were their data races always looked for.
        if json["dataRaces"] != nil {
            dataRaces = try json.list("dataRaces") { (json) throws(JSONError) in try DataRace(json: json) }
        }
        guard json["outcomes"] != nil else { return }
        outcomes = try json.list("outcomes") { (json) throws(JSONError) in try OutcomeReport(json: json) }
    }
}

extension JSONValue {
    /// A member that is a list of sentences.
    fileprivate func sentences(_ name: String) throws(JSONError) -> [String] {
        try list(name) { (sentence) throws(JSONError) in
            guard case .string(let text) = sentence else { throw wrong(name) }
            return text
        }
    }
}

extension OutcomeReport<AnyOutcome> {
    /// Writes the end as one JSON object.
    ///
    /// - Parameter realRuns: how many real runs came to it; nil if there were none to compare with.
    func write(to writer: inout JSONWriter, realRuns: Int?) {
        writer.object {
            ending.write(to: &$0)
            $0.member("correct", isCorrect.map { .bool($0) } ?? .null)
            $0.member("executions", executions)
            $0.member("realRuns", realRuns)
            $0.member("schedule", schedule.description)
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

    fileprivate init(json: JSONValue) throws(JSONError) {
        guard let schedule = try? Schedule(try json.text("schedule")) else { throw json.wrong("schedule") }
        let ending = try Ending(json: json, timedOut: .cut)
        let isCorrect = try json.optional("correct") { (json, name) throws(JSONError) in try json.flag(name) }
        self.init(
            // Of ends that were cut, older records say that they are wrong.
            ending: ending, isCorrect: ending == .cut ? nil : isCorrect,
            executions: try json.integer("executions"), schedule: schedule,
            preemptions: try json.integer("preemptions"),
            nearestPass: try json.optional("nearestPass") { (json, name) throws(JSONError) in
                try NearestPass(json: json.member(name))
            })
    }
}

extension NearestPass {
    fileprivate init(json: JSONValue) throws(JSONError) {
        self.init(
            schedule: try json.text("schedule"), step: try json.integer("step"),
            failing: try json.text("failing"), passing: try json.text("passing"))
    }
}
