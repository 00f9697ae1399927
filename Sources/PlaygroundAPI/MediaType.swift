import HTTPServer

/// A representation that the service can answer in.
enum MediaType: String, CaseIterable {
    case json = "application/json"
    case text = "text/plain"

    /// What the client wants most of what there is, by its `Accept` field (RFC 9110, section 12.5.1). JSON if it
    /// does not say, or wants both alike.
    static func preferred(by request: Request) throws(Problem) -> MediaType {
        let ranges = request.headers.values(for: "Accept").flatMap { $0.split(separator: ",") }.map {
            Range($0)
        }
        if ranges.isEmpty { return .json }
        let qualities = allCases.map { type in (type, quality(of: type.rawValue, in: ranges)) }
        guard let best = qualities.max(by: { $0.1 < $1.1 }), best.1 > 0 else {
            throw Problem(
                kind: .notAcceptable, status: .notAcceptable,
                detail: "This is to be had as \(allCases.map(\.rawValue).joined(separator: " or ")).")
        }
        // `max` gives the last of equals.
        return qualities[0].1 == best.1 ? .json : best.0
    }

    private struct Range {
        let type: Substring
        let quality: Double

        init(_ text: Substring) {
            let parts = text.split(separator: ";").map { $0.drop { $0 == " " } }
            type = (parts.first ?? "").prefix { $0 != " " }
            let q = parts.dropFirst().first { $0.hasPrefix("q=") || $0.hasPrefix("Q=") }
            quality = q.map { Double($0.dropFirst(2).prefix { $0 != " " }) ?? 0 } ?? 1
        }
    }

    /// The quality that the most specific range gives to a type.
    private static func quality(of type: String, in ranges: [Range]) -> Double {
        let family = type.prefix { $0 != "/" } + "/*"
        for pattern in [Substring(type), family, "*/*"] {
            if let range = ranges.first(where: { $0.type.lowercased() == pattern }) { return range.quality }
        }
        return 0
    }
}

extension Response {
    /// JSON bytes.
    static func json(_ bytes: [UInt8], _ status: HTTPStatus = .ok) -> Response {
        Response(
            status, headers: ["Content-Type": "application/json", "Vary": "Accept"], body: .bytes(bytes))
    }

    /// A text for a terminal.
    static func plain(_ text: String) -> Response {
        Response(
            headers: ["Content-Type": "text/plain; charset=utf-8", "Vary": "Accept"],
            body: .bytes(Array(text.utf8)))
    }
}
