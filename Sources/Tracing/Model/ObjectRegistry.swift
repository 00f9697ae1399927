package import Threading

/// The objects of a run, in the order in which they were made.
package struct ObjectRegistry: Sendable {
    package private(set) var objects: [TraceObject] = []
    private var counts: [ObjectKind: Int] = [:]

    package init() {}

    /// Adds an object, and gives it its number and, unless it has one, a name.
    package mutating func add(_ kind: ObjectKind, name: String?) -> (ObjectID, String) {
        counts[kind, default: 0] += 1
        let name = name ?? "\(kind.rawValue)-\(counts[kind, default: 0])"
        objects.append(TraceObject(id: objects.count, kind: kind, name: name))
        return (objects.count - 1, name)
    }
}
