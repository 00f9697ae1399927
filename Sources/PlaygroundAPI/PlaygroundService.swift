public import HTTPServer
public import Playground

/// The playground as HTTP: the route table, and what becomes of everything that is not in it.
public struct PlaygroundService: Sendable {
    let launcher: Launcher
    private let page: PageFiles
    /// The routes of the API.
    public let router: Router

    /// A service of a launcher's runs, and of explorations.
    ///
    /// - Parameters:
    ///   - assets: the folder that has `public/` and `openapi.yaml`.
    ///   - operations: what the service tells its operator; by default no more than it has to.
    /// - Throws: `AssetError` if it has not.
    public init(
        launcher: Launcher, explorations: Explorations? = nil, assets: String, operations: Operations? = nil
    ) throws(AssetError) {
        let operations = operations ?? Operations(readiness: Readiness(store: launcher.store))
        let explorations = explorations ?? Explorations(limits: launcher.limits)
        self.launcher = launcher
        page = try PageFiles(folder: assets + "/public")
        let contract = assets + "/openapi.yaml"
        guard PageFiles.isFile(contract) else { throw .missing(path: contract) }

        var router = Router()
        let page = page
        router.get("/") { _, _ in page.response(to: "/index.html") ?? .text("", .notFound) }
        router.get("/openapi.yaml") { _, _ in
            Response(headers: ["Content-Type": "application/yaml"], body: .file(path: contract))
        }
        router.get("/healthz") { _, _ in Self.healthy }
        operations.add(to: &router)
        CatalogueRoutes.add(to: &router)
        RunRoutes(launcher: launcher, operations: operations).add(to: &router)
        ExplorationRoutes(explorations: explorations, operations: operations).add(to: &router)
        self.router = router
    }

    private static let healthy = Response.json(Array(#"{"status":"ok"}"#.utf8))

    /// Answers a request: by its route, or with a file of the page.
    public func reply(to request: Request) throws -> Reply {
        do {
            return try router.reply(to: request)
        } catch HTTPFailure.notFound(let path) {
            if let file = page.response(to: path) {
                guard [.get, .head].contains(request.method) else {
                    throw HTTPFailure.methodNotAllowed(request.method, allowed: [.get, .head])
                }
                // However many files the page has, they are one to whoever counts.
                request.note(route: "/{file}")
                return .response(file)
            }
            throw HTTPFailure.notFound(path: path)
        }
    }

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
