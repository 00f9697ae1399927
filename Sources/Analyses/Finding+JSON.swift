public import JSON
import Tracing

extension Finding {
    /// Writes the finding as one object.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("kind", kind.name.rawValue)
            $0.member("message", message)
            $0.member("threads", JSONValue(threads))
            $0.member("objects", JSONValue(objects))
            $0.member("events", JSONValue(events))
            switch kind {
            case .deadlock(let form, let cycle):
                $0.write(cycle)
                $0.member("form", form.rawValue)
            case .circularWait(let cycle): $0.write(cycle)
            case .dataRace(let count): $0.member("count", count)
            case .lockOrderInversion(let cycle, let isPredicted):
                $0.write(cycle)
                $0.member("predicted", isPredicted)
            case .lostUpdate, .uncaughtError: break
            }
        }
    }

    /// A finding from its JSON form.
    package init(json: JSONValue) throws(JSONError) {
        let kind: Kind =
            switch try json.name("kind", of: Name.self) {
            case .deadlock: .deadlock(try json.name("form"), cycle: try json.cycle())
            case .circularWait: .circularWait(cycle: try json.cycle())
            case .dataRace: .dataRace(count: try json.integer("count"))
            case .lostUpdate: .lostUpdate
            case .lockOrderInversion:
                .lockOrderInversion(cycle: try json.cycle(), isPredicted: try json.flag("predicted"))
            case .uncaughtError: .uncaughtError
            }
        self.init(
            kind, message: try json.text("message"), threads: try json.integers("threads"),
            objects: try json.integers("objects"), events: try json.integers("events"))
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ cycle: [CycleLink]) {
        name("cycle")
        array(cycle) { writer, link in
            writer.object {
                $0.member("thread", link.thread)
                $0.member("holds", JSONValue(link.holds))
                $0.member("waitsFor", link.waitsFor)
            }
        }
    }
}

extension JSONValue {
    fileprivate func cycle() throws(JSONError) -> [CycleLink] {
        try list("cycle") { (link) throws(JSONError) in
            CycleLink(
                thread: try link.integer("thread"), holds: try link.integers("holds"),
                waitsFor: try link.integer("waitsFor"))
        }
    }
}
