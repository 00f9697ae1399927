/// What stands in a path where its template has parameters, decoded.
public struct Parameters: Sendable {
    private var values: [(name: String, value: String)] = []

    init() {}

    mutating func append(_ name: String, _ value: String) { values.append((name, value)) }

    /// The value of the parameter with this name.
    ///
    /// - Precondition: the route's template has such a parameter.
    public subscript(name: String) -> String {
        guard let found = values.first(where: { $0.name == name }) else {
            preconditionFailure("the route has no parameter {\(name)}")
        }
        return found.value
    }
}
