import Threading

extension Trace {
    /// Writes the trace as the object that `docs/trace-format.md` describes.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.name("threads")
            $0.array(threads) { writer, thread in
                writer.object {
                    $0.member("id", thread.id)
                    $0.member("name", thread.name)
                    $0.member("parent", thread.parent)
                    $0.member("daemon", thread.daemon)
                    $0.member("pid", thread.pid)
                    $0.member("tid", thread.tid)
                }
            }
            $0.name("objects")
            $0.array(objects) { writer, object in
                writer.object {
                    $0.member("id", object.id)
                    $0.member("kind", object.kind.rawValue)
                    $0.member("name", object.name)
                }
            }
            $0.name("events")
            $0.array(events) { $1.write(to: &$0) }
            $0.member("truncated", truncated)
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
            $0.member("source", source.description)
            $0.member("state", state?.json ?? .null)
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
        }
    }
}
