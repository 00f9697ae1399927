import HTTPServer

/// What form a document can be had in.
enum Form: String, CaseIterable, Sendable {
    case json
    /// A trace as Perfetto and chrome://tracing open it. Only by its name: its type is JSON's.
    case chrome
    case text

    /// The query's item that names a form, where there are more than types tell apart.
    static let item = "format"

    private static let types = [(Form.json, "application/json"), (.text, "text/plain")]

    /// What the client wants most of what there is, by its `Accept` field (RFC 9110, section 12.5.1). JSON if it
    /// does not say, or wants both alike.
    static func preferred(by request: Request) throws(Problem) -> Form {
        let ranges = QualityValues(request.headers, "Accept")
        if ranges.isEmpty { return .json }
        let qualities = types.map { form, type in (form, ranges.quality(ofType: type)) }
        guard let best = qualities.max(by: { $0.1 < $1.1 }), best.1 > 0 else {
            throw Problem(
                kind: .notAcceptable, status: .notAcceptable,
                detail: "This is to be had as \(types.map(\.1).joined(separator: " or ")).")
        }
        // `max` gives the last of equals.
        return qualities[0].1 == best.1 ? .json : best.0
    }
}

extension QualityValues {
    /// The quality that the most specific range gives to a type.
    fileprivate func quality(ofType type: String) -> Double {
        quality(of: type, type.prefix { $0 != "/" } + "/*", "*/*") ?? 0
    }
}
