public import Events
public import JSON

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

extension ObjectState {
    /// A state from its JSON form; which kind of object has it, its members tell.
    init(json: JSONValue) throws(JSONError) {
        guard case .object(let members) = json, let first = members.first else {
            throw .wrong(member: "state", value: json)
        }
        switch (first.name, members.count) {
        case ("owner", _):
            self = .ownership(owner: try json.number("owner"), count: try json.integer("count"))
        case ("permits", _): self = .permits(try json.integer("permits"))
        case ("isSet", _): self = .flag(isSet: try json.flag("isSet"))
        case ("waiting", 2):
            self = .waiters(waiting: try json.integers("waiting"), notified: try json.integers("notified"))
        case ("waiting", _):
            self = .gathering(
                waiting: try json.integer("waiting"), parties: try json.integer("parties"),
                phase: try json.integer("phase"), isBroken: try json.flag("broken"))
        case ("items", _):
            let items = try json.list("items") { (item) throws(JSONError) in
                guard case .string(let text) = item else { throw json.wrong("items") }
                return text
            }
            self = .items(
                items, size: try json.integer("size"), capacity: try json.number("capacity"),
                unfinished: try json.integer("unfinished"), isShutDown: try json.flag("shutDown"))
        case ("value", _): self = .variable(TraceValue(json: first.value))
        case ("stage", 2): self = .progress(try json.name("stage"), runner: try json.number("runner"))
        case ("stage", _): self = .timer(try json.name("stage"))
        case ("queued", _):
            self = .staff(
                queued: try json.integer("queued"), workers: try json.integer("workers"),
                idle: try json.integer("idle"), isShutDown: try json.flag("shutDown"))
        case ("thread", _): self = .life(try json.name("stage"), thread: try json.integer("thread"))
        default: throw .wrong(member: "state", value: json)
        }
    }
}
