public import Threading

extension ObjectState {
    /// Writes the state as `docs/trace-format.md` lists it for each kind of object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .ownership(let owner, let count):
                writer.member("owner", owner)
                writer.member("count", count)
            case .permits(let permits):
                writer.member("permits", permits)
            case .flag(let isSet):
                writer.member("isSet", isSet)
            case .waiters(let waiting, let notified):
                writer.member("waiting", JSONValue(waiting))
                writer.member("notified", JSONValue(notified))
            case .gathering(let waiting, let parties, let phase, let isBroken):
                writer.member("waiting", waiting)
                writer.member("parties", parties)
                writer.member("phase", phase)
                writer.member("broken", isBroken)
            case .items(let items, let size, let capacity, let unfinished, let isShutDown):
                writer.name("items")
                writer.array(items) { $0.string($1) }
                writer.member("size", size)
                writer.member("capacity", capacity)
                writer.member("unfinished", unfinished)
                writer.member("shutDown", isShutDown)
            case .variable(let value):
                writer.member("value", JSONValue(value))
            case .progress(let stage, let runner):
                writer.member("stage", stage.rawValue)
                writer.member("runner", runner)
            case .staff(let queued, let workers, let idle, let isShutDown):
                writer.member("queued", queued)
                writer.member("workers", workers)
                writer.member("idle", idle)
                writer.member("shutDown", isShutDown)
            case .timer(let stage):
                writer.member("stage", stage.rawValue)
            case .life(let stage, let thread):
                writer.member("thread", thread)
                writer.member("stage", stage.rawValue)
            }
        }
    }
}

extension JSONValue {
    /// A number, or null.
    public init(_ value: Int?) { self = value.map { .integer($0) } ?? .null }

    /// An array of numbers.
    public init(_ values: [Int]) { self = .array(values.map { .integer($0) }) }
}
