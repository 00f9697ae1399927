import Events
import JSON
import Threading

extension Trace {
    /// The trace in Chrome's trace-event format, which Perfetto and `chrome://tracing` open.
    ///
    /// A thread's life, its waits and its sleeps are slices on its track. Holding a lock is an asynchronous track
    /// of its own, since slices of one track must nest, and locks need not. Everything else is an instant.
    public func chromeTrace(named runName: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("displayTimeUnit", "ns")
            $0.name("traceEvents")
            $0.array { writer in
                var chrome = ChromeWriter(trace: self)
                chrome.writeNames(to: &writer, runName: runName)
                for event in events { chrome.write(event, to: &writer) }
                chrome.closeAll(to: &writer)
            }
        }
        return writer.bytes
    }
}

/// What is open while the events are written.
private struct ChromeWriter {
    let trace: Trace
    private var starts: [ThreadID: TraceEvent] = [:]
    private var waits: [ThreadID: TraceEvent] = [:]
    private var holds: [ObjectID: (owner: ThreadID, id: Int)] = [:]
    private var holdCount = 0
    private var names: [ThreadID: TraceThread]

    init(trace: Trace) {
        self.trace = trace
        names = Dictionary(uniqueKeysWithValues: trace.threads.map { ($0.id, $0) })
    }

    func writeNames(to writer: inout JSONWriter, runName: String) {
        for pid in Set(trace.threads.map(\.pid)).sorted() {
            metadata("process_name", runName, pid: pid, thread: 0, to: &writer)
        }
        for thread in trace.threads {
            metadata("thread_name", thread.name, pid: thread.pid, thread: thread.id, to: &writer)
        }
    }

    mutating func write(_ event: TraceEvent, to writer: inout JSONWriter) {
        writeHold(event, to: &writer)
        switch (event.action, event.phase) {
        case (.start, _): starts[event.thread] = event
        case (_, .wait): waits[event.thread] = event
        case (.end, _):
            if let start = starts.removeValue(forKey: event.thread) {
                slice("running", category: "thread", from: start, to: event.atNs, writer: &writer)
            }
        default:
            if let wait = waits.removeValue(forKey: event.thread) {
                slice(title(wait), category: "wait", from: wait, to: event.atNs, writer: &writer)
            }
            phase("i", title(event), category: event.phase.rawValue, event, to: &writer) {
                $0.member("s", "t")
                $0.name("args")
                $0.object {
                    $0.member("source", event.source?.description)
                    $0.member("value", JSONValue(event.value))
                    $0.name("state")
                    if let state = event.state { state.write(to: &$0) } else { $0.null() }
                }
            }
        }
    }

    /// Ends what the trace leaves open, at its last moment.
    mutating func closeAll(to writer: inout JSONWriter) {
        guard let last = trace.events.last else { return }
        for start in starts.values.sorted(by: { $0.seq < $1.seq }) {
            slice("running", category: "thread", from: start, to: last.atNs, writer: &writer)
        }
        for object in holds.keys.sorted() { endHold(of: object, at: last, to: &writer) }
    }

    private mutating func writeHold(_ event: TraceEvent, to writer: inout JSONWriter) {
        guard let object = event.object, let state = event.state, state.kind.model.isLock,
            state.holder != holds[object]?.owner
        else { return }
        if holds[object] != nil { endHold(of: object, at: event, to: &writer) }
        if let owner = state.holder {
            holdCount += 1
            holds[object] = (owner, holdCount)
            hold("b", object, owner, holdCount, at: event, to: &writer)
        }
    }

    private mutating func endHold(of object: ObjectID, at event: TraceEvent, to writer: inout JSONWriter) {
        guard let open = holds.removeValue(forKey: object) else { return }
        hold("e", object, open.owner, open.id, at: event, to: &writer)
    }

    private func hold(
        _ kind: String, _ object: ObjectID, _ owner: ThreadID, _ id: Int, at event: TraceEvent,
        to writer: inout JSONWriter
    ) {
        let title = "\(trace.name(ofThread: owner)) holds \(trace.name(ofObject: object))"
        phase(kind, title, category: "hold", event, to: &writer) { $0.member("id", id) }
    }

    private func title(_ event: TraceEvent) -> String {
        let object = event.object.map { " " + trace.name(ofObject: $0) } ?? ""
        return event.phase == .wait
            ? "waits: \(event.action.rawValue)\(object)" : "\(event.action.rawValue)\(object)"
    }

    private func slice(
        _ name: String, category: String, from start: TraceEvent, to end: Int64, writer: inout JSONWriter
    ) {
        phase("X", name, category: category, start, to: &writer) {
            $0.name("dur")
            $0.number(Double(end - start.atNs) / 1000)
        }
    }

    private func phase(
        _ kind: String, _ name: String, category: String, _ event: TraceEvent, to writer: inout JSONWriter,
        _ more: (inout JSONWriter) -> Void
    ) {
        writer.object {
            $0.member("ph", kind)
            $0.member("name", name)
            $0.member("cat", category)
            $0.member("pid", names[event.thread]?.pid ?? 0)
            $0.member("tid", event.thread)
            $0.name("ts")
            $0.number(Double(event.atNs) / 1000)
            more(&$0)
        }
    }

    private func metadata(
        _ kind: String, _ name: String, pid: Int, thread: Int, to writer: inout JSONWriter
    ) {
        writer.object {
            $0.member("ph", "M")
            $0.member("name", kind)
            $0.member("pid", pid)
            $0.member("tid", thread)
            $0.name("args")
            $0.object { $0.member("name", name) }
        }
    }
}
