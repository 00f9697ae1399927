import Threading

extension Trace {
    /// A trace from the object that `write(to:)` writes.
    public init(json: JSONValue) throws(JSONError) {
        var lines: [String: SourceLine] = [:]
        self.init(
            threads: try json.list("threads") { (json) throws(JSONError) in try TraceThread(json: json) },
            objects: try json.list("objects") { (json) throws(JSONError) in try TraceObject(json: json) },
            events: try json.list("events") { (json) throws(JSONError) in
                try TraceEvent(json: json, lines: &lines)
            },
            truncated: try json.integer("truncated"))
    }
}

extension TraceThread {
    fileprivate init(json: JSONValue) throws(JSONError) {
        self.init(
            id: try json.integer("id"), name: try json.text("name"),
            parent: try json.number("parent"),
            daemon: try json.flag("daemon"), pid: try json.integer("pid"),
            tid: try json.number("tid"))
    }
}

extension TraceObject {
    fileprivate init(json: JSONValue) throws(JSONError) {
        self.init(id: try json.integer("id"), kind: try json.name("kind"), name: try json.text("name"))
    }
}

extension TraceEvent {
    /// - Parameter lines: the lines read before, so that each is made once and not once an event.
    fileprivate init(json: JSONValue, lines: inout [String: SourceLine]) throws(JSONError) {
        var source: SourceLine?
        if case .string(let text) = try json.member("source") {
            guard let line = lines[text] ?? SourceLine(text) else { throw json.wrong("source") }
            lines[text] = line
            source = line
        }
        self.init(
            seq: try json.integer("seq"), atNs: Int64(try json.integer("atNs")),
            thread: try json.integer("thread"), action: try json.name("action"),
            object: try json.number("object"),
            phase: try json.name("phase"), source: source,
            state: try json.optional("state") { (json, name) throws(JSONError) in
                try ObjectState(json: json.member(name))
            },
            value: TraceValue(json: try json.member("value")))
    }
}

extension TraceValue {
    /// A value from its JSON form; objects, which no value becomes, as nothing.
    fileprivate init(json: JSONValue) {
        switch json {
        case .null, .object: self = .none
        case .bool(let value): self = .flag(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let value): self = .text(value)
        case .array(let values): self = .list(values.map { TraceValue(json: $0) })
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

extension JSONValue {
    /// A member that is a whole number, or null.
    fileprivate func number(_ name: String) throws(JSONError) -> Int? {
        try optional(name) { (json, name) throws(JSONError) in try json.integer(name) }
    }
}

extension Finding {
    /// A finding from its JSON form.
    package init(json: JSONValue) throws(JSONError) {
        var cycle: [CycleLink]?
        if json["cycle"] != nil {
            cycle = try json.list("cycle") { (link) throws(JSONError) in
                CycleLink(
                    thread: try link.integer("thread"), holds: try link.integers("holds"),
                    waitsFor: try link.integer("waitsFor"))
            }
        }
        self.init(
            kind: try json.name("kind"), message: try json.text("message"),
            threads: try json.integers("threads"), objects: try json.integers("objects"),
            events: try json.integers("events"), cycle: cycle,
            form: json["form"] == nil ? nil : try json.name("form"),
            count: json["count"] == nil ? nil : try json.integer("count"),
            predicted: json["predicted"] == nil ? nil : try json.flag("predicted"))
    }
}
