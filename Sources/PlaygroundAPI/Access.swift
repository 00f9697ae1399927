public import HTTPServer

/// Who may use the service.
public struct Access: Sendable {
    /// Pages of which origins may, beside the service's own page.
    public var allowedOrigins = CrossOrigin.Allowed.only([])

    /// Everybody, but no page of another origin.
    public init() {}

    /// What keeps the others out.
    var crossOrigin: CrossOrigin {
        CrossOrigin(
            allowed: allowedOrigins, methods: [.get, .head, .post, .delete],
            requestHeaders: [
                "Authorization", "Content-Type", "If-None-Match", "If-Range", "Last-Event-ID", "Prefer",
                "Range",
                "X-Request-Id",
            ],
            exposedHeaders: [
                "Accept-Ranges", "Allow", "Content-Disposition", "Content-Location", "Content-Range", "ETag",
                "Location", "Preference-Applied", "Retry-After", "X-Request-Id",
            ])
    }
}
