public import JSON
import Tracing

extension Finding {
    /// Writes the finding as one object.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("kind", kind.rawValue)
            $0.member("message", message)
            $0.member("threads", JSONValue(threads))
            $0.member("objects", JSONValue(objects))
            $0.member("events", JSONValue(events))
            if let cycle {
                $0.name("cycle")
                $0.array(cycle) { writer, link in
                    writer.object {
                        $0.member("thread", link.thread)
                        $0.member("holds", JSONValue(link.holds))
                        $0.member("waitsFor", link.waitsFor)
                    }
                }
            }
            if let form { $0.member("form", form.rawValue) }
            if let count { $0.member("count", count) }
            if let predicted { $0.member("predicted", predicted) }
        }
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
