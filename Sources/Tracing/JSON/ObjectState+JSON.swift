public import Threading

extension ObjectState {
    /// The state as JSON, as `docs/trace-format.md` lists it for each kind of object.
    public var json: JSONValue {
        switch self {
        case .ownership(let owner, let count):
            ["owner": JSONValue(owner), "count": .integer(count)]
        case .permits(let permits):
            ["permits": .integer(permits)]
        case .flag(let isSet):
            ["isSet": .bool(isSet)]
        case .waiters(let waiting, let notified):
            ["waiting": JSONValue(waiting), "notified": JSONValue(notified)]
        case .gathering(let waiting, let parties, let phase, let isBroken):
            [
                "waiting": .integer(waiting), "parties": .integer(parties), "phase": .integer(phase),
                "broken": .bool(isBroken),
            ]
        case .items(let items, let size, let capacity, let unfinished, let isShutDown):
            [
                "items": .array(items.map { .string($0) }), "size": .integer(size),
                "capacity": JSONValue(capacity), "unfinished": .integer(unfinished),
                "shutDown": .bool(isShutDown),
            ]
        case .variable(let value):
            ["value": JSONValue(value)]
        case .progress(let stage, let runner):
            ["stage": .string(stage.rawValue), "runner": JSONValue(runner)]
        case .staff(let queued, let workers, let idle, let isShutDown):
            [
                "queued": .integer(queued), "workers": .integer(workers), "idle": .integer(idle),
                "shutDown": .bool(isShutDown),
            ]
        case .timer(let stage):
            ["stage": .string(stage.rawValue)]
        case .life(let stage, let thread):
            ["thread": .integer(thread), "stage": .string(stage.rawValue)]
        }
    }
}

extension JSONValue {
    /// A number, or null.
    public init(_ value: Int?) { self = value.map { .integer($0) } ?? .null }

    /// An array of numbers.
    public init(_ values: [Int]) { self = .array(values.map { .integer($0) }) }
}
