import Threading

/// Fibers that wait for a thread to carry. Belongs to one thread of the operating system at a time.
public final class FiberPool {
    private var idle: [Fiber] = []

    /// A pool without fibers; it makes them as they are needed.
    public init() {}

    func take(for thread: Thread, engine: CooperativeEngine) throws(ThreadError) -> Fiber {
        let fiber = if let fiber = idle.popLast() { fiber } else { try Fiber(for: thread, engine: engine) }
        fiber.engine = .passUnretained(engine)
        fiber.thread = thread
        (fiber.threadsMade, fiber.objectsMade) = (0, 0)
        return fiber
    }

    func giveBack(_ fiber: Fiber) {
        fiber.thread = nil
        fiber.request = nil
        idle.append(fiber)
    }
}
