/// Answers a request that a route's template matched.
public typealias RouteHandler<Answer: ReplyConvertible> = @Sendable (Request, Parameters) throws -> Answer

/// The route table: which handler answers which method at which path.
///
/// A template is a path whose segments may be parameters: `/runs/{id}/trace`. A parameter takes one segment, never
/// an empty one, percent-decoded after the path was split; so an encoded slash stays within it. Where a literal and
/// a parameter both match, the literal wins. A slash at the path's end makes no difference.
///
/// An unknown path is a 404, a known one with another method a 405 that lists the allowed ones. HEAD is answered as
/// GET is, without the body, and OPTIONS with the allowed methods, unless they have routes of their own.
public struct Router: Sendable {
    /// A line of the table.
    public struct Route: Hashable, Sendable, CustomStringConvertible {
        /// The method.
        public let method: HTTPMethod
        /// The path's template, as it was given.
        public let template: String

        /// Method and template.
        public var description: String { "\(method) \(template)" }
    }

    private struct Resource {
        let template: PathTemplate
        var handlers: [(method: HTTPMethod, handler: RouteHandler<Reply>)]
    }

    /// Every route, in the order in which they were added.
    public private(set) var routes: [Route] = []
    private var resources: [Resource] = []
    /// Where a path without parameters is found without looking at the others.
    private var literals: [String: Int] = [:]

    /// An empty table.
    public init() {}

    /// Adds a route.
    ///
    /// - Precondition: the template starts with a slash and its parameters have different names; there is no such
    ///   route yet.
    public mutating func on<Answer: ReplyConvertible>(
        _ method: HTTPMethod, _ template: String, _ handler: @escaping RouteHandler<Answer>
    ) {
        let parsed = PathTemplate(template)
        let index = resources.firstIndex { $0.template.matchesSamePaths(as: parsed) } ?? resources.count
        if index == resources.count {
            resources.append(Resource(template: parsed, handlers: []))
            if parsed.isLiteral { literals[template] = index }
        }
        precondition(
            resources[index].template == parsed
                && !resources[index].handlers.contains { $0.method == method },
            "\(method) \(template) clashes with \(resources[index].template)")
        resources[index].handlers.append((method, { try handler($0, $1).reply }))
        routes.append(Route(method: method, template: template))
    }

    /// Answers the request with the handler of its route.
    ///
    /// - Throws: `HTTPFailure` if there is none; whatever the handler throws.
    public func reply(to request: Request) throws -> Reply {
        guard let (resource, parameters) = try find(request.encodedPath) else {
            throw HTTPFailure.notFound(path: request.path)
        }
        request.note(route: resource.template.description)
        func handler(for method: HTTPMethod) -> RouteHandler<Reply>? {
            resource.handlers.first { $0.method == method }?.handler
        }
        if let handler = handler(for: request.method) ?? (request.method == .head ? handler(for: .get) : nil)
        {
            return try handler(request, parameters)
        }
        let allowed = Self.allowed(resource.handlers.map(\.method))
        guard request.method == .options else {
            throw HTTPFailure.methodNotAllowed(request.method, allowed: allowed)
        }
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        return .response(Response(.noContent, headers: ["Allow": list]))
    }

    private func find(_ path: String) throws(HTTPFailure) -> (Resource, Parameters)? {
        if let index = literals[path] { return (resources[index], Parameters()) }
        let segments = PathTemplate.split(path)
        let matching = resources.filter { $0.template.matches(segments) }
        guard let best = matching.min(by: { $0.template.isMoreSpecific(than: $1.template) }) else {
            return nil
        }
        return (best, try best.template.parameters(of: segments))
    }

    private static func allowed(_ methods: [HTTPMethod]) -> [HTTPMethod] {
        var allowed = methods
        if allowed.contains(.get), !allowed.contains(.head) { allowed.append(.head) }
        if !allowed.contains(.options) { allowed.append(.options) }
        return allowed
    }
}

extension Router {
    /// Adds a route for GET, and so for HEAD.
    public mutating func get<Answer>(_ template: String, _ handler: @escaping RouteHandler<Answer>) {
        on(.get, template, handler)
    }

    /// Adds a route for POST.
    public mutating func post<Answer>(_ template: String, _ handler: @escaping RouteHandler<Answer>) {
        on(.post, template, handler)
    }

    /// Adds a route for PUT.
    public mutating func put<Answer>(_ template: String, _ handler: @escaping RouteHandler<Answer>) {
        on(.put, template, handler)
    }

    /// Adds a route for DELETE.
    public mutating func delete<Answer>(_ template: String, _ handler: @escaping RouteHandler<Answer>) {
        on(.delete, template, handler)
    }
}
