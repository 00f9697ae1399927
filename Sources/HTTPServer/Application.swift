/// The handler, what stands around it, and what stands in for it when it fails.
package struct Application: Sendable {
    let handler: Handler
    let filters: [any Filter]
    let errorResponder: @Sendable (HTTPFailure, Request) -> Response

    /// A handler, with filters around it, the outermost first.
    package init(
        filters: [any Filter], errorResponder: @escaping @Sendable (HTTPFailure, Request) -> Response,
        handler: @escaping Handler
    ) {
        self.handler = handler
        self.filters = filters
        self.errorResponder = errorResponder
    }

    /// Answers a request, on a worker.
    func serve(_ received: ReceivedRequest, _ responder: Responder) {
        let request: Request
        do {
            request = try received.parsed()
        } catch {
            responder.respond(response(to: error, received.best))
            return
        }
        do {
            switch try reply(to: request) {
            case .response(let response): responder.respond(response)
            case .deferred(let begin): begin(responder)
            }
        } catch {
            responder.respond(response(to: error, request))
        }
    }

    /// A response as it is to be sent.
    func finished(_ response: Response, to request: Request) -> Response {
        filters.reversed().reduce(response) { response, filter in
            do throws(HTTPFailure) {
                return try filter.finish(response, to: request)
            } catch {
                return self.response(to: error, request)
            }
        }
    }

    func reply(to request: Request) throws -> Reply {
        for filter in filters {
            if let response = try filter.admit(request) { return .response(response) }
        }
        return try handler(request)
    }

    func response(to error: any Error, _ request: Request) -> Response {
        if let convertible = error as? any ResponseConvertible { return convertible.response(to: request) }
        let failure = error as? HTTPFailure ?? .internalError(String(describing: error))
        var response = errorResponder(failure, request)
        for (name, value) in failure.headers where response.headers[name] == nil {
            response.headers.append(name, value)
        }
        return response
    }
}
