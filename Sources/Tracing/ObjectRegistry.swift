package import Events
import Threading

/// The objects of a run, in the order in which they were made.
package struct ObjectRegistry: Sendable {
    package private(set) var objects: [TraceObject] = []
    private var counts: [ObjectKind: Int] = [:]
    private var unnamed: [ObjectKind: Int] = [:]

    package init() {}

    /// Which of the unnamed of a kind the next is, from 1.
    package mutating func nextUnnamed(_ kind: ObjectKind) -> Int {
        unnamed[kind, default: 0] += 1
        return unnamed[kind, default: 0]
    }

    /// Has an object called by another name.
    package mutating func rename(_ object: ObjectID, to name: String) { objects[object].name = name }

    /// Adds an object, and gives its number, and which of its kind it is.
    package mutating func add(_ kind: ObjectKind, name: String?) -> (ObjectID, Int) {
        let ordinal = counts[kind, default: 0] + 1
        counts[kind] = ordinal
        objects.append(TraceObject(id: objects.count, kind: kind, name: name ?? kind.name(ordinal)))
        return (objects.count - 1, ordinal)
    }
}
