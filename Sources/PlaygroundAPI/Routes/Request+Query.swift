import HTTPServer
import Playground

extension Request {
    /// Refuses a query with any item but these, or with one twice: it would be ignored in silence otherwise.
    func expectQuery(_ names: [String]) throws(Problem) {
        let list = names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))"
        var seen: Set<String> = []
        let errors = query.compactMap { item -> FieldError? in
            if !names.contains(item.name) {
                FieldError(field: item.name, detail: "is not a parameter of this path; \(list).")
            } else if !seen.insert(item.name).inserted {
                FieldError(field: item.name, detail: "is there more than once.")
            } else {
                nil
            }
        }
        if !errors.isEmpty { throw .invalid(errors, status: .badRequest) }
    }
}
