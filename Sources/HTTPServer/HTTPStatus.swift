/// The status code of a response; its reason phrase is the registered one.
public struct HTTPStatus: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// The code, 200 to 599.
    public let code: Int

    /// A status with this code.
    ///
    /// - Precondition: `code` is 200 to 599. An interim status is never a handler's to send.
    public init(_ code: Int) {
        precondition((200...599).contains(code), "\(code) is not the status of a final response")
        self.code = code
    }

    /// A status with this code.
    public init(integerLiteral value: Int) { self.init(value) }

    /// The code in digits.
    public var description: String { String(code) }

    /// 200: here it is.
    public static let ok: HTTPStatus = 200
    /// 201: made, and `Location` says where.
    public static let created: HTTPStatus = 201
    /// 202: taken on, not done yet.
    public static let accepted: HTTPStatus = 202
    /// 204: done, and there is nothing to show.
    public static let noContent: HTTPStatus = 204
    /// 206: the part that was asked for.
    public static let partialContent: HTTPStatus = 206
    /// 304: what the client has is still right.
    public static let notModified: HTTPStatus = 304
    /// 400: the request cannot be understood.
    public static let badRequest: HTTPStatus = 400
    /// 401: who asks has not shown who it is; `WWW-Authenticate` says how.
    public static let unauthorized: HTTPStatus = 401
    /// 403: understood, and refused.
    public static let forbidden: HTTPStatus = 403
    /// 404: no such resource.
    public static let notFound: HTTPStatus = 404
    /// 405: the resource does not allow this method.
    public static let methodNotAllowed: HTTPStatus = 405
    /// 406: no representation that the client accepts.
    public static let notAcceptable: HTTPStatus = 406
    /// 409: the resource's state forbids it.
    public static let conflict: HTTPStatus = 409
    /// 413: the body is over the limit.
    public static let contentTooLarge: HTTPStatus = 413
    /// 415: a body of a type that is not understood.
    public static let unsupportedMediaType: HTTPStatus = 415
    /// 416: the part that was asked for is beyond the end.
    public static let rangeNotSatisfiable: HTTPStatus = 416
    /// 422: well formed, and wrong.
    public static let unprocessableContent: HTTPStatus = 422
    /// 429: too many of this client's; `Retry-After` says when.
    public static let tooManyRequests: HTTPStatus = 429
    /// 500: the server's own fault.
    public static let internalServerError: HTTPStatus = 500
    /// 503: not now; `Retry-After` says when.
    public static let serviceUnavailable: HTTPStatus = 503
}
