import Events
public import JSON

/// Puts a trace together from what another process tells of it, piece by piece: threads and objects, each before the
/// first event that speaks of it, and the events in their order.
///
/// A piece that does not fit is refused with the member that is wrong, and changes nothing. What is accepted is a trace
/// that every analysis can rely on: its threads and objects are there, its `seq` has no gap, its time never goes back.
public struct TraceAssembler: Sendable {
    /// What has been put together so far.
    public private(set) var trace: Trace
    /// Whether the first event says how many there were before it.
    private var beginsAnywhere: Bool
    private var threads: Set<ThreadID> = []
    /// The lines read before, so that each is made once and not once an event.
    private var lines: [String: SourceLine] = [:]

    /// What a piece can be.
    public enum Piece: String, Sendable, CaseIterable {
        case thread, object, event
    }

    /// An assembler of an empty trace.
    ///
    /// - Parameter truncated: how many events were dropped before the first; nil if that event's `seq` says it.
    public init(truncated: Int? = nil) {
        trace = Trace(threads: [], objects: [], events: [], truncated: truncated ?? 0)
        beginsAnywhere = truncated == nil
    }

    /// Adds a piece, from the object that its `write(to:)` writes.
    ///
    /// - Throws: `JSONError` that names the member that is wrong.
    public mutating func add(_ piece: Piece, _ json: JSONValue) throws(JSONError) {
        switch piece {
        case .thread: try add(thread: json)
        case .object: try add(object: json)
        case .event: try add(event: json)
        }
    }

    private mutating func add(thread json: JSONValue) throws(JSONError) {
        let thread = try TraceThread(json: json)
        if let parent = thread.parent { try expect(NamedThread("parent", parent)) }
        guard threads.insert(thread.id).inserted else {
            throw json.wrong("id", "there is a thread with this id already")
        }
        trace.threads.append(thread)
    }

    private mutating func add(object json: JSONValue) throws(JSONError) {
        let object = try TraceObject(json: json)
        guard object.id == trace.objects.count else {
            throw json.wrong(
                "id", "objects are numbered in their order, and \(trace.objects.count) comes next")
        }
        trace.objects.append(object)
    }

    private mutating func add(event json: JSONValue) throws(JSONError) {
        let event = try TraceEvent(json: json, of: trace.objects, lines: &lines)
        let next = beginsAnywhere ? event.seq : trace.truncated + trace.events.count
        guard event.seq == next, event.seq >= 0 else { throw json.wrong("seq", "\(max(next, 0)) comes next") }
        let now = trace.events.last?.atNs ?? 0
        guard (now...Self.latest).contains(event.atNs) else {
            throw json.wrong("atNs", "it is from \(now), when the event before was, to \(Self.latest)")
        }
        try expect(NamedThread("thread", event.thread))
        for thread in event.namedThreads { try expect(thread) }
        if beginsAnywhere { trace.truncated = event.seq }
        beginsAnywhere = false
        trace.events.append(event)
    }

    private func expect(_ named: NamedThread) throws(JSONError) {
        guard threads.contains(named.thread) else { throw named.isUnknown }
    }

    /// A hundred days: the sum of as many times as a trace has is a number still.
    private static let latest: Int64 = 1 << 53
}

extension Trace {
    /// A trace from the object that `write(to:)` writes.
    ///
    /// - Throws: `JSONError` that names the member that is missing, wrong, or does not fit what came before it.
    public init(json: JSONValue) throws(JSONError) {
        let truncated = try json.integer("truncated")
        guard (0...Int.max / 2).contains(truncated) else { throw json.wrong("truncated") }
        var assembler = TraceAssembler(truncated: truncated)
        for piece in TraceAssembler.Piece.allCases {
            try json.forEach(in: piece.list) { (json) throws(JSONError) in try assembler.add(piece, json) }
        }
        self = assembler.trace
    }
}

extension TraceAssembler.Piece {
    /// The member of a trace that has these.
    fileprivate var list: String { rawValue + "s" }
}
