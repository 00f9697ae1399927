import FoundationEssentials
import HTTPServer
import Playground
import Scenarios

/// The query of a list of jobs of one kind.
enum JobList<Payload: ServedPayload> {
    private static var limits: ClosedRange<Int> { 1...500 }
    private static var kind: JobKind { Payload.Record.kind }

    /// The names of what a query may have.
    static var query: [String] {
        ["limit", "cursor", "since", "scenario", kind.means, "status"]
            + (Payload.verdicts.isEmpty ? [] : ["verdict"])
    }

    /// The jobs that a request's query asks for.
    static func query(of request: Request) throws(Problem) -> JobQuery {
        var query = JobQuery(limit: 50)
        var errors: [FieldError] = []
        for item in request.query {
            let text = item.value ?? ""
            func check<Value>(_ value: Value?, _ wanted: String) -> Value? {
                if value == nil {
                    errors.append(FieldError(field: item.name, detail: "must be \(wanted), not \"\(text)\"."))
                }
                return value
            }
            switch item.name {
            case "limit":
                let range = "from \(limits.lowerBound) to \(limits.upperBound)"
                let limit = check(Int(text).flatMap { limits.contains($0) ? $0 : nil }, range)
                query.limit = limit ?? query.limit
            case "cursor": query.before = check(JobID(text), "what a page before gave as next")
            case "since": query.since = check(JobID(earliestAt: text), "a time as ISO 8601 writes it")
            case "scenario":
                query.scenario = check(Catalogue.scenario(named: text)?.about.name, "a scenario's name")
            case "status":
                let status = JobStatus(rawValue: text).flatMap {
                    Payload.Record.statuses.contains($0) ? $0 : nil
                }
                query.status = check(status, "\(kind.withArticle)'s status")
            case "verdict":
                query.verdict = check(
                    Payload.verdicts.first { $0 == text }, "\(kind.withArticle)'s verdict")
            // The route lets nothing else through.
            default:
                query.means = check(
                    Payload.means.first { $0 == text }, "\(kind.meansWithArticle)'s name")
            }
        }
        if !errors.isEmpty { throw .invalid(errors, status: .badRequest) }
        return query
    }
}

extension JobID {
    /// The first name of a time as ISO 8601 writes it, with or without a fraction of a second; nil if it is none.
    fileprivate init?(earliestAt text: String) {
        let (text, offset) = Self.withoutOffset(text)
        let date = [true, false].lazy.compactMap {
            try? Date.ISO8601FormatStyle(includingFractionalSeconds: $0).parse(text)
        }.first
        guard let date, abs(date.timeIntervalSince1970) < 1e12 else { return nil }
        self.init(earliestAt: Int64(((date.timeIntervalSince1970 - offset) * 1000).rounded()))
    }

    /// A time without its offset from UTC, and the offset in seconds. Foundation does not read all that RFC 3339 allows.
    private static func withoutOffset(_ text: String) -> (text: String, offset: Double) {
        let offset = text.suffix(6)
        let numbers = offset.dropFirst().split(separator: ":").compactMap { Int($0) }
        guard let sign = offset.first, sign == "+" || sign == "-", numbers.count == 2,
            (0..<24).contains(numbers[0]), (0..<60).contains(numbers[1])
        else { return (text, 0) }
        let seconds = Double(numbers[0] * 3600 + numbers[1] * 60)
        return (text.dropLast(6) + "Z", sign == "+" ? seconds : -seconds)
    }
}
