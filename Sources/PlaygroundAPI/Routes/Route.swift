package import HTTPServer
import Playground

/// A line of the route table: all that is to be known of a route, and who answers.
///
/// What routes have in common is done here, by the kind of their answer, so that no route can forget it: the query is
/// checked, the form is agreed on before anything is done, `Prefer` is heeded, and the answer says where it is kept and
/// whether it may be.
package struct Route: Sendable, CustomStringConvertible {
    /// The method; HEAD is answered where GET is.
    package let method: HTTPMethod
    /// The path's template.
    package let template: String
    /// The names of the items that its query may have; nil if whatever stands there is ignored.
    package let query: [String]?
    let answer: Answer

    /// What a route answers with.
    enum Answer: Sendable {
        /// One thing, whatever the client accepts.
        case response(@Sendable (Asked) throws -> Response)
        /// A document in whichever of its forms the client wants; a query with `format` names the form.
        case document(@Sendable (Asked) throws -> Document)
        /// A job, when it is over; or at once, if the client prefers that (RFC 7240).
        case job(@Sendable (Asked) throws -> PendingDocument)
        /// Server-Sent Events, as a thread of its own writes them.
        case events(@Sendable (Asked) throws -> EventStreams.Writer)
        /// Nothing but that it is done.
        case nothing(@Sendable (Asked) throws -> Void)
    }

    init(_ method: HTTPMethod, _ template: String, query: [String]? = [], _ answer: Answer) {
        self.method = method
        self.template = template
        self.query = query
        self.answer = answer
    }

    /// Method and template.
    package var description: String { "\(method) \(template)" }

    /// What a request asks of a route.
    struct Asked: Sendable {
        let request: Request
        fileprivate let parameters: Parameters

        /// A parameter of the template.
        subscript(name: String) -> String { parameters[name] }
    }
}

extension Route {
    /// Answers a request whose path the template has matched.
    func reply(to request: Request, _ parameters: Parameters, _ streams: EventStreams) throws -> Reply {
        if let query { try request.expectQuery(query) }
        let asked = Asked(request: request, parameters: parameters)
        switch answer {
        case .response(let answer): return .response(try answer(asked))
        case .document(let answer):
            let form = try form(of: request)
            return .response(try answer(asked).response(as: form))
        case .job(let answer):
            let form = try form(of: request)
            let pending = try answer(asked)
            return request.headers.list("Prefer", contains: "respond-async")
                ? .response(try pending.accepted(as: form)) : pending.reply(as: form)
        case .events(let answer):
            let writer = try answer(asked)
            // Nobody would read what a thread of its own would write.
            return .response(
                request.method == .head ? EventStreams.head : try streams.response(writer))
        case .nothing(let answer):
            try answer(asked)
            return .response(Response(.noContent))
        }
    }

    private func form(of request: Request) throws(Problem) -> Form {
        guard query?.contains(Form.item) == true, let name = request.queryValue(Form.item) else {
            return try Form.preferred(by: request)
        }
        guard let form = Form(rawValue: name) else {
            let names = Form.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(
                [FieldError(field: Form.item, detail: "must be one of \(names), not \"\(name)\".")],
                status: .badRequest)
        }
        return form
    }
}
