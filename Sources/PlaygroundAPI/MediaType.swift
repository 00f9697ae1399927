import HTTPServer

/// A representation that the service can answer in.
enum MediaType: String, CaseIterable {
    case json = "application/json"
    case text = "text/plain"

    /// What the client wants most of what there is, by its `Accept` field (RFC 9110, section 12.5.1). JSON if it
    /// does not say, or wants both alike.
    static func preferred(by request: Request) throws(Problem) -> MediaType {
        let ranges = QualityValues(request.headers, "Accept")
        if ranges.isEmpty { return .json }
        let qualities = allCases.map { type in (type, ranges.quality(of: type)) }
        guard let best = qualities.max(by: { $0.1 < $1.1 }), best.1 > 0 else {
            throw Problem(
                kind: .notAcceptable, status: .notAcceptable,
                detail: "This is to be had as \(allCases.map(\.rawValue).joined(separator: " or ")).")
        }
        // `max` gives the last of equals.
        return qualities[0].1 == best.1 ? .json : best.0
    }
}

extension QualityValues {
    /// The quality that the most specific range gives to a type.
    fileprivate func quality(of type: MediaType) -> Double {
        let family = String(type.rawValue.prefix { $0 != "/" }) + "/*"
        return quality(of: type.rawValue, family, "*/*") ?? 0
    }
}

extension Response {
    /// JSON bytes.
    static func json(_ bytes: [UInt8], _ status: HTTPStatus = .ok) -> Response {
        Response(
            status, headers: ["Content-Type": "application/json", "Vary": "Accept"], body: .bytes(bytes))
    }

    /// The response as one that is true now only, and not to be kept.
    func notStored() -> Response {
        var response = self
        response.headers["Cache-Control"] = "no-store"
        return response
    }

    /// A text for a terminal.
    static func plain(_ text: String) -> Response {
        Response(
            headers: ["Content-Type": "text/plain; charset=utf-8", "Vary": "Accept"],
            body: .bytes(Array(text.utf8)))
    }
}
