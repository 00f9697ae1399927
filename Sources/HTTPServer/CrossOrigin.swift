/// What pages of other origins may do: read answers if their origin is allowed, and act only then (the Fetch standard,
/// "CORS protocol").
///
/// A browser sends a POST without asking first, and only keeps the answer from the page; so a page of anybody's could act
/// on a server that only its user's browser reaches. That is refused by the `Origin` which the browser adds, and pages
/// cannot forge. Nor may such a page embed what is here, or have the browser read a stream without end that it cannot see
/// into: a browser tells by `Sec-Fetch-Site` (W3C, Fetch Metadata) that it does. It may link here, for to follow a link is
/// to leave the page. Whoever sends neither field is no browser's page.
public struct CrossOrigin: Filter {
    /// Which origins are allowed beside the server's own.
    public enum Allowed: Sendable, Equatable {
        /// Every one.
        case all
        /// These, each as a browser spells it: scheme, host, and port unless it is the scheme's own.
        case only(Set<String>)
    }

    private let allowed: Allowed
    private let methods: String
    private let requestHeaders: String
    private let exposedHeaders: String

    /// - Parameters:
    ///   - allowed: whose pages may use the server.
    ///   - methods: what they may do.
    ///   - requestHeaders: which fields they may send, beside those that every page may.
    ///   - exposedHeaders: which fields of an answer they may read, beside those that every page may.
    public init(
        allowed: Allowed, methods: [HTTPMethod], requestHeaders: [String], exposedHeaders: [String]
    ) {
        self.allowed = allowed
        self.methods = methods.map(\.rawValue).joined(separator: ", ")
        self.requestHeaders = requestHeaders.joined(separator: ", ")
        self.exposedHeaders = exposedHeaders.joined(separator: ", ")
    }

    /// Answers a browser's question whether it may ask, and refuses what a foreign page may not do.
    ///
    /// - Throws: `HTTPFailure.forbidden`.
    public func admit(_ request: Request) throws -> Response? {
        let origin = request.headers["Origin"]
        guard !isForeign(request) || allows(origin ?? "") || isNavigation(request) else {
            throw HTTPFailure.forbidden("A page of another origin may use nothing here: it is not allowed.")
        }
        guard let origin else { return nil }
        if request.method == .options, request.headers["Access-Control-Request-Method"] != nil, allows(origin)
        {
            return Response(
                .noContent,
                headers: [
                    "Access-Control-Allow-Methods": methods,
                    "Access-Control-Allow-Headers": requestHeaders,
                    "Access-Control-Max-Age": "600",
                ])
        }
        guard [.get, .head, .options].contains(request.method) || allows(origin) || isOwn(origin, request)
        else {
            throw HTTPFailure.forbidden(
                "A page of \(origin) may not \(request.method) here: its origin is not allowed.")
        }
        return nil
    }

    /// Lets the browser give the answer to the page, if its origin is allowed.
    public func finish(_ response: Response, to request: Request) throws(HTTPFailure) -> Response {
        guard allowed != .only([]) else { return response }
        var response = response
        if allowed != .all { response.headers.addVary("Origin") }
        guard let origin = request.headers["Origin"], allows(origin) else { return response }
        response.headers["Access-Control-Allow-Origin"] = allowed == .all ? "*" : origin
        response.headers["Access-Control-Expose-Headers"] = exposedHeaders
        return response
    }

    private func allows(_ origin: String) -> Bool {
        switch allowed {
        case .all: true
        case .only(let origins): origins.contains(origin)
        }
    }

    /// Whether the browser says that a page of another origin asks. Another port of this machine is of the same site.
    private func isForeign(_ request: Request) -> Bool {
        guard let site = request.headers["Sec-Fetch-Site"] else { return false }
        return ["cross-site", "same-site"].contains(site.lowercased())
    }

    private func isNavigation(_ request: Request) -> Bool {
        request.headers["Sec-Fetch-Mode"] == "navigate" && [.get, .head].contains(request.method)
    }

    /// Whether the page came from where it sends the request to. A proxy that speaks TLS changes the scheme, so only
    /// host and port count.
    private func isOwn(_ origin: String, _ request: Request) -> Bool {
        guard let host = request.headers["Host"]?.lowercased() else { return false }
        return origin == "http://" + host || origin == "https://" + host
    }
}
