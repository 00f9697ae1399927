import Synchronization

/// Tells every client its request's id, by which its answer can be found again in the server's log.
public struct RequestIDs: Filter {
    /// The filter.
    public init() {}

    /// Adds `X-Request-Id`.
    public func finish(_ response: Response, to request: Request) throws(HTTPFailure) -> Response {
        var response = response
        response.headers[RequestID.field] = request.id
        return response
    }
}

/// The ids of requests.
enum RequestID {
    static let field = "X-Request-Id"

    /// The id that the client gives, or a proxy before us, if it is fit for a log; else a new one.
    static func make(for headers: HTTPHeaders) -> String {
        if let given = headers[field], isWellFormed(given) { return given }
        return "\(start)-\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
    }

    /// What tells the ids of one start of the program from those of others.
    private static let start = String(UInt32.random(in: 1 << 31 ... .max), radix: 36)
    private static let count = Atomic<Int>(0)

    private static func isWellFormed(_ id: String) -> Bool {
        (1...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
