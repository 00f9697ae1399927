/// One `name=value` of a request's query, decoded.
public struct QueryItem: Hashable, Sendable {
    /// What stands before the first `=`, or the whole item if there is none.
    public let name: String
    /// What stands after the first `=`; nil if there is none, which tells `?a` from `?a=`.
    public let value: String?

    /// An item with this name and value.
    public init(name: String, value: String?) {
        self.name = name
        self.value = value
    }
}
