public import HTTPServer
public import Playground

/// The playground as HTTP: the route table, and what becomes of everything that is not in it.
public struct PlaygroundService: Sendable {
    let launcher: Launcher
    private let page: PageFiles
    private let access: Access
    /// The routes of the API.
    public let router: Router

    /// A service of a launcher's runs, and of explorations.
    ///
    /// - Parameters:
    ///   - assets: the folder that has `public/` and `openapi.yaml`.
    ///   - access: who may use it; by default whoever reaches it, but for pages of other origins.
    ///   - operations: what the service tells its operator; by default no more than it has to.
    /// - Throws: `AssetError` if it has not.
    public init(
        launcher: Launcher, explorations: Explorations? = nil, assets: String, access: Access = Access(),
        operations: Operations? = nil
    ) throws(AssetError) {
        let operations = operations ?? Operations(readiness: Readiness(store: launcher.store))
        let explorations = explorations ?? Explorations(limits: launcher.limits)
        self.launcher = launcher
        self.access = access
        page = try PageFiles(folder: assets + "/public")
        let contract = Response(
            headers: ["Content-Type": "application/yaml"],
            body: .bytes(try PageFiles.bytes(of: assets + "/openapi.yaml"))
        ).tagged()

        var router = Router()
        let page = page
        router.get("/") { _, _ in page.response(to: "/index.html") ?? .text("", .notFound) }
        router.get("/openapi.yaml") { _, _ in contract }
        router.get("/healthz") { _, _ in Self.healthy }
        operations.add(to: &router)
        CatalogueRoutes.add(to: &router)
        RunRoutes(launcher: launcher, operations: operations).add(to: &router)
        ExplorationRoutes(explorations: explorations, operations: operations).add(to: &router)
        self.router = router
    }

    private static let healthy = Response.json(Array(#"{"status":"ok"}"#.utf8)).notStored()

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
            return healthy
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
