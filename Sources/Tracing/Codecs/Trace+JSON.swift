import Events
public import JSON
import Threading

extension Trace {
    /// Writes the trace as the object that `docs/trace-format.md` describes.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.name("threads")
            $0.array(threads) { $1.write(to: &$0) }
            $0.name("objects")
            $0.array(objects) { $1.write(to: &$0) }
            $0.name("events")
            $0.array(events) { $1.write(to: &$0) }
            $0.member("truncated", truncated)
        }
    }
}

extension TraceThread {
    /// Writes the thread as one object.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("id", id)
            $0.member("name", name)
            $0.member("parent", parent)
            $0.member("daemon", daemon)
            $0.member("pid", pid)
            $0.member("tid", tid)
        }
    }
}

extension TraceObject {
    /// Writes the object as one object.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("id", id)
            $0.member("kind", kind.rawValue)
            $0.member("name", name)
        }
    }
}

extension TraceEvent {
    /// Writes the event as one object.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("seq", seq)
            $0.member("atNs", atNs)
            $0.member("thread", thread)
            $0.member("action", action.rawValue)
            $0.member("object", object)
            $0.member("phase", phase.rawValue)
            $0.name("source")
            if let source { source.write(to: &$0) } else { $0.null() }
            $0.name("state")
            if let state { state.write(to: &$0) } else { $0.null() }
            $0.member("value", JSONValue(value))
            if let timeoutNs { $0.member("timeoutNs", timeoutNs) }
        }
    }
}

extension TraceThread {
    init(json: JSONValue) throws(JSONError) {
        self.init(
            id: try json.integer("id"), name: try json.text("name"),
            parent: try json.number("parent"),
            daemon: try json.flag("daemon"), pid: try json.integer("pid"),
            tid: try json.number("tid"))
    }
}

extension TraceObject {
    init(json: JSONValue) throws(JSONError) {
        self.init(id: try json.integer("id"), kind: try json.name("kind"), name: try json.text("name"))
    }
}

extension TraceEvent {
    /// - Parameters:
    ///   - objects: the trace's objects, whose kinds tell what a state says.
    ///   - lines: the lines read before.
    init(json: JSONValue, of objects: [TraceObject], lines: inout [String: SourceLine]) throws(JSONError) {
        let source = try json.optional("source") { (json, name) throws(JSONError) in
            let text = try json.text(name)
            guard let line = lines[text] ?? SourceLine(text) else { throw json.wrong(name) }
            lines[text] = line
            return line
        }
        let object = try json.number("object")
        if let object, !objects.indices.contains(object) {
            throw json.wrong("object", "no object with this id was told of")
        }
        self.init(
            seq: try json.integer("seq"), atNs: Int64(try json.integer("atNs")),
            thread: try json.integer("thread"), action: try json.name("action"),
            object: object, phase: try json.name("phase"), source: source,
            state: try json.optional("state") { (json, name) throws(JSONError) in
                guard let object else { throw json.wrong(name, "there is no object whose state it could be") }
                let state = try json.member(name)
                do throws(JSONError) { return try ObjectState(objects[object].kind, json: state) } catch {
                    throw error.inside(name)
                }
            },
            value: try TraceValue(json: json, in: "value"),
            timeoutNs: json["timeoutNs"] == nil ? nil : Int64(try json.integer("timeoutNs")))
    }
}

extension SourceLine {
    /// Writes the description as a JSON text.
    func write(to writer: inout JSONWriter) {
        writer.quoted { writer in
            withUTF8File { writer.escape($0) }
            writer.append(":")
            writer.digits(of: line)
        }
    }
}
