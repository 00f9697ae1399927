import HTTPServer
import JSON

/// An answer that refuses a request, and the rules that it is to keep.
struct Refusal {
    private let request: Request
    private let response: Response

    init(of request: Request, _ response: Response) {
        self.request = request
        self.response = response
    }

    /// Ends the process unless the answer is a client's fault, or says that the server is stopping; and names what is
    /// wrong: a field, a place, or what was asked for.
    func check() {
        let status = response.status.code
        require([400, 404, 405, 406, 409, 415, 422, 503].contains(status), "\(status)")
        guard case .bytes(let bytes) = response.body else { fatalError("a problem that is no text") }
        let text = String(decoding: bytes, as: UTF8.self)
        // To whoever accepts nothing else, a problem is two lines of text.
        guard response.headers["Content-Type"] == "application/problem+json" else {
            require(text.split(separator: "\n").count >= 2, text)
            return
        }
        guard let problem = try? JSONParser.parse(bytes) else { fatalError("no JSON: \(text)") }
        guard case .string(let type) = problem["type"], case .string(let detail) = problem["detail"] else {
            fatalError("no problem: \(text)")
        }
        require(problem["status"] == .integer(status) && !detail.isEmpty, text)
        switch type {
        case "urn:lockstep:problem:invalid-request":
            guard case .array(let errors) = problem["errors"], !errors.isEmpty else { fatalError(text) }
            for error in errors {
                guard case .string = error["field"], case .string(let words) = error["detail"] else {
                    fatalError(text)
                }
                require(!words.isEmpty, text)
            }
        case "urn:lockstep:problem:malformed-request":
            let names = ["column ", "levels deep", "must be an object", "UTF-8", "Last-Event-ID", "The path"]
            require(names.contains { detail.contains($0) }, text)
        default: break
        }
    }
}
