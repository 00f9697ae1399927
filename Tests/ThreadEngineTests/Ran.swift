import Events
import Scheduling
import ThreadEngine
import Threading
import Tracing

/// A program that was run to its end, however it ended.
struct Ran {
    let end: RunEnd
    let interrupted: [ThreadID]
    let trace: Trace

    /// Runs a program. The timeout is far above what any test needs unless it is what the test is about.
    init(
        threadLimit: Int = 100, eventLimit: Int = 100_000, timeout: Duration = .seconds(60),
        _ body: @escaping @Sendable () throws -> Void
    ) throws {
        let engine = ThreadEngine(threadLimit: threadLimit, eventLimit: eventLimit, seed: 1)
        try engine.start(body)
        end = engine.wait(within: Budget(timeout))
        interrupted = engine.stop()
        trace = engine.trace()
    }

    /// The events on the object of a name.
    func events(on name: String) -> [TraceEvent] {
        guard let object = trace.objects.first(where: { $0.name == name }) else { return [] }
        return trace.events.filter { $0.object == object.id }
    }

    /// What ended a thread: its `end` event's value.
    func failure(of thread: ThreadID) -> TraceValue? {
        trace.events.last { $0.thread == thread && $0.action == .end }?.value
    }
}

/// Waits until a number of threads are blocked on an object.
func waitUntil(_ count: Int = 1, blockedOn object: GuardedObject) throws {
    while object.waiterCount < count { try sleep(for: .microseconds(100)) }
}
