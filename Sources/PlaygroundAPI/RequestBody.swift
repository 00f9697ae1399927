import HTTPServer
import Playground
import Tracing

/// Reads a request's body.
enum RequestBody {
    /// The body as JSON; null if it is empty.
    static func json(of request: Request) throws(Problem) -> JSONValue {
        if request.body.isEmpty { return .null }
        try checkType(of: request)
        do { return try JSONParser.parse(request.body) } catch {
            throw .malformed("The body is not JSON. \(error)")
        }
    }

    private static func checkType(of request: Request) throws(Problem) {
        guard let type = request.headers["Content-Type"] else { return }
        let essence = type.prefix { $0 != ";" }.trimmingPrefix { $0 == " " }.lowercased()
        let name = String(essence.reversed().drop { $0 == " " }.reversed())
        guard name == "application/json" || name.hasSuffix("+json") else {
            throw Problem(
                kind: .unsupportedMediaType, status: .unsupportedMediaType,
                detail: "The body is sent as \(name), not as application/json. With curl: --json '{...}'.",
                headers: ["Accept-Post": "application/json"])
        }
    }
}

extension RunRequest {
    /// The request for a run that a body makes.
    init(scenario: String, body: JSONValue) throws(Problem) {
        self.init(scenario: scenario)
        guard body != .null else { return }
        guard case .object(let members) = body else {
            throw .malformed("The body must be an object, not \(body.typeName).")
        }
        var errors: [FieldError] = []
        for member in members {
            switch (member.name, member.value) {
            case (_, .null): if !Self.fields.contains(member.name) { errors.append(unknown(member.name)) }
            case ("engine", .string(let name)): engine = name
            case ("engine", let value): errors.append(wrongType(member.name, "a string", value))
            case ("seed", let value), ("timeoutMs", let value):
                guard let number = value.wholeNumber else {
                    errors.append(wrongType(member.name, "an integer", value))
                    continue
                }
                if member.name == "seed" { seed = number } else { timeoutMs = number }
            case ("schedule", .string(let text)): schedule = text
            case ("schedule", let value): errors.append(wrongType(member.name, "a string", value))
            case ("pause", .bool(let flag)): pauses = flag
            case ("pause", let value): errors.append(wrongType(member.name, "true or false", value))
            case ("parameters", let value): parameters = value
            default: errors.append(unknown(member.name))
            }
        }
        if !errors.isEmpty { throw .invalid(errors) }
    }

    private static let fields = ["engine", "seed", "schedule", "pause", "timeoutMs", "parameters"]

    private func unknown(_ name: String) -> FieldError {
        FieldError(
            field: name,
            detail: "is not a field of this request; it may have \(Self.fields.joined(separator: ", ")).")
    }

    private func wrongType(_ name: String, _ wanted: String, _ value: JSONValue) -> FieldError {
        FieldError(field: name, detail: "must be \(wanted), not \(value.typeName).")
    }
}
