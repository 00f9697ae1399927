public import HTTPServer
public import Playground

/// The playground as HTTP: the route table, and what becomes of everything that is not in it.
public struct PlaygroundService: Sendable {
    private let page: PageFiles
    private let access: Access
    /// The routes of the API, in order.
    package let routes: [Route]
    private let router: Router

    /// A service of runs and explorations.
    ///
    /// - Parameters:
    ///   - assets: the folder that has `public/` and `openapi.yaml`.
    ///   - access: who may use it; by default whoever reaches it, but for pages of other origins.
    ///   - operations: what the service tells its operator; by default no more than it has to.
    /// - Throws: `AssetError` if it has not.
    public init(
        jobs: Jobs, assets: String, access: Access = Access(), operations: Operations? = nil
    ) throws(AssetError) {
        let operations = operations ?? Operations(readiness: Readiness(store: jobs.store))
        let files = try ServiceFiles(in: assets)
        let clients = ClientAddress(trustedProxies: operations.trustedProxies)
        let table = RouteTable(
            files: files, operations: operations, runs: JobRoutes(service: jobs.runs, clients: clients),
            explorations: JobRoutes(service: jobs.explorations, clients: clients),
            traces: TraceRoutes(store: jobs.store))
        let streams = EventStreams(limit: jobs.limits.followers, open: operations.followers)
        var router = Router()
        for route in table.routes {
            router.on(route.method, route.template) { try route.reply(to: $0, $1, streams) }
        }
        self.router = router
        self.access = access
        routes = table.routes
        page = files.page
    }

    /// Answers a request: by its route, or with a file of the page.
    public func reply(to request: Request) throws -> Reply {
        do {
            return try router.reply(to: request)
        } catch HTTPFailure.notFound(let path) {
            if let file = page.response(to: path) {
                // However many files the page has, they are one to whoever counts.
                request.note(route: "/{file}")
                return try .response(Self.response(to: request, with: file))
            }
            throw HTTPFailure.notFound(path: path)
        }
    }

    private static func response(to request: Request, with file: Response) throws(HTTPFailure) -> Response {
        let allowed: [HTTPMethod] = [.get, .head, .options]
        switch request.method {
        case .get, .head: return file
        case .options:
            return Response(.noContent, headers: ["Allow": allowed.map(\.rawValue).joined(separator: ", ")])
        default: throw .methodNotAllowed(request.method, allowed: allowed)
        }
    }

    /// What is to stand around the service in its server.
    public var filters: [any Filter] {
        // Health is asked after by programs that know nothing else; and the page has to come before it can ask its
        // reader for the token.
        let isOpen: @Sendable (String) -> Bool = { [page] path in
            ["/", "/healthz", "/readyz"].contains(path) || page.response(to: path) != nil
        }
        return [RequestIDs(), Self.defaultHeaders] + access.filters(isOpen: isOpen) + [Representations()]
    }

    /// What every answer says unless it says otherwise: nobody is to guess at its type, to hold it in a frame, to
    /// embed it in a page of another origin, to learn from it where a link was followed, or to use it again without
    /// asking. The page has a policy of its own, which lets its own files do something.
    private static let defaultHeaders = DefaultHeaders([
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Cache-Control": "no-cache",
    ])

    /// What the server below is told to answer with when it refuses a request.
    ///
    /// Except when the queue is full: a server that has much to do is alive, and is not to be restarted for that.
    public static let errorResponder: @Sendable (HTTPFailure, Request) -> Response = { failure, request in
        if case .overloaded = failure, request.path == "/healthz", [.get, .head].contains(request.method) {
            return Operations.health
        }
        return Problem(failure).response(to: request)
    }
}

/// Why the service has no page to show.
public enum AssetError: Error, CustomStringConvertible {
    /// A file or folder that it needs is not there.
    case missing(path: String)

    /// What went wrong, as a sentence.
    public var description: String {
        switch self {
        case .missing(let path):
            "\(path) is missing: --assets names the folder that has public/ and openapi.yaml."
        }
    }
}
