public import HTTPServer

/// Who may use the service.
public struct Access: Sendable {
    /// Pages of which origins may, beside the service's own page.
    public var allowedOrigins = CrossOrigin.Allowed.only([])

    /// What clients have to show for everything but the page's files and the server's health; nil: nothing.
    public var token: AccessToken?
    /// Which names clients may call the server by.
    public var hosts = Hosts.any

    /// Names of the server.
    public enum Hosts: Sendable, Equatable {
        /// Whatever they like.
        case any
        /// Addresses, names without a dot, what is below `localhost`, and these.
        case local(and: [String])
    }

    /// Everybody, but no page of another origin.
    public init() {}

    /// What keeps the others out, the outermost first.
    ///
    /// - Parameter isOpen: whether a path is for everybody, with or without token.
    func filters(isOpen: @escaping @Sendable (String) -> Bool) -> [any Filter] {
        var filters: [any Filter] = [crossOrigin]
        if case .local(let names) = hosts { filters.append(HostFilter(names: names)) }
        if let token { filters.append(TokenFilter(token: token, isOpen: isOpen)) }
        return filters
    }

    private var crossOrigin: CrossOrigin {
        CrossOrigin(
            allowed: allowedOrigins, methods: [.get, .head, .post, .delete],
            requestHeaders: [
                "Authorization", "Content-Type", "If-None-Match", "If-Range", "Last-Event-ID", "Prefer",
                "Range",
                "X-Request-Id",
            ],
            exposedHeaders: [
                "Accept-Ranges", "Allow", "Content-Disposition", "Content-Location", "Content-Range", "ETag",
                "Location", "Preference-Applied", "Retry-After", "WWW-Authenticate", "X-Request-Id",
            ])
    }
}
