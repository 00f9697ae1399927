import HTTPServer
import Playground

extension Request {
    /// Refuses a query with any item but these: a misspelled one would be ignored in silence otherwise.
    func expectQuery(_ names: [String]) throws(Problem) {
        let list = names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))"
        let unknown = query.filter { !names.contains($0.name) }
        guard !unknown.isEmpty else { return }
        throw .invalid(
            unknown.map { FieldError(field: $0.name, detail: "is not a parameter of this path; \(list).") },
            status: .badRequest)
    }
}
