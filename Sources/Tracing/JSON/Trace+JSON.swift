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
        }
    }
}

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
