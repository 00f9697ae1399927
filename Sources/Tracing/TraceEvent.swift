public import Events

/// One entry of a trace.
public struct TraceEvent: Sendable {
    /// Its position in the run's total order, which agrees with every object's own order.
    public var seq: Int
    /// When, in nanoseconds from the run's start; never less than the event before.
    public var atNs: Int64
    /// Who.
    public var thread: ThreadID
    /// What.
    public var action: Action
    /// On what; nil for what a thread does alone.
    public var object: ObjectID?
    /// How far.
    public var phase: Phase
    /// From which line of which file; nil for what no line of the program did.
    public var source: SourceLine?
    /// The object's state after it.
    public var state: ObjectState?
    /// What was read, written, put, got or printed.
    public var value: TraceValue
    /// How long the thread would wait at most, in nanoseconds; nil if it would wait for ever, or never waits.
    public var timeoutNs: Int64?

    /// An event with these properties.
    public init(
        seq: Int, atNs: Int64, thread: ThreadID, action: Action, object: ObjectID?, phase: Phase,
        source: SourceLine?, state: ObjectState?, value: TraceValue, timeoutNs: Int64? = nil
    ) {
        self.seq = seq
        self.atNs = atNs
        self.thread = thread
        self.action = action
        self.object = object
        self.phase = phase
        self.source = source
        self.state = state
        self.value = value
        self.timeoutNs = timeoutNs
    }
}
