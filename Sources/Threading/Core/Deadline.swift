/// Until when the calling thread waits that waits several times within one timeout.
struct Deadline {
    private let engine: any Engine
    private let moment: Int64?

    /// The end of a time that begins now; nil never comes.
    init(_ timeout: Duration?) {
        let engine = Thread.current.engine
        self.engine = engine
        moment = timeout.map { $0.after(engine.now()) }
    }

    /// How long it is until then, zero or less if it is over; nil if it never comes.
    var left: Duration? { moment.map { .nanoseconds($0 - engine.now()) } }
}
