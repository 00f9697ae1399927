/// The method of a request, as RFC 9110 names them.
public enum HTTPMethod: Hashable, Sendable {
    /// Reads a resource.
    case get
    /// Like `get`, answered without a body.
    case head
    /// Acts on a resource.
    case post
    /// Replaces a resource.
    case put
    /// Changes part of a resource.
    case patch
    /// Forgets a resource.
    case delete
    /// Asks what a resource allows.
    case options
    /// Any other method, spelled as the client spelled it.
    case other(String)
}

extension HTTPMethod: RawRepresentable, CustomStringConvertible {
    /// The method with this name; names are case-sensitive, so `get` is not `GET`.
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "GET": .get
            case "HEAD": .head
            case "POST": .post
            case "PUT": .put
            case "PATCH": .patch
            case "DELETE": .delete
            case "OPTIONS": .options
            default: .other(rawValue)
            }
    }

    /// The name as it stands in a request line.
    public var rawValue: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .other(let name): name
        }
    }

    /// The name as it stands in a request line.
    public var description: String { rawValue }
}
