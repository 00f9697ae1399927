import HTTPServer
import JSON
import Playground

/// Reads a request's body.
enum RequestBody {
    /// The body as JSON; an object of nothing if it is empty.
    static func json(of request: Request) throws(Problem) -> JSONValue {
        if request.body.isEmpty { return .object([]) }
        try checkType(of: request)
        try checkCoding(of: request)
        do { return try JSONParser.parse(request.body) } catch {
            throw .malformed("The body is not JSON. \(error)")
        }
    }

    private static func checkType(of request: Request) throws(Problem) {
        guard let type = request.headers["Content-Type"] else { return }
        let essence = type.prefix { $0 != ";" }.trimmingPrefix { $0 == " " }.lowercased()
        let name = String(essence.reversed().drop { $0 == " " }.reversed())
        if name.isEmpty { return }
        guard name == "application/json" || name.hasSuffix("+json") else {
            throw Problem(
                kind: .unsupportedMediaType, status: .unsupportedMediaType,
                detail: "The body is sent as \(name), not as application/json. With curl: --json '{...}'.",
                headers: ["Accept-Post": "application/json"])
        }
    }

    /// No body is taken that must be unpacked first: a few bytes may unpack to more than any limit.
    private static func checkCoding(of request: Request) throws(Problem) {
        guard let coding = request.headers["Content-Encoding"]?.lowercased(), coding != "identity" else {
            return
        }
        throw Problem(
            kind: .unsupportedMediaType, status: .unsupportedMediaType,
            detail: "The body is sent with the coding \(coding). Send it as it is.",
            headers: ["Accept-Encoding": "identity"])
    }
}
