import Threading

/// Fibers, of which some carry a thread and others wait for one. Belongs to one thread of the operating system at a time.
public final class FiberPool {
    /// All of them. It keeps them, so that nobody else need count references.
    @exclusivity(unchecked) private var fibers: [Fiber] = []
    @exclusivity(unchecked) private var idle: ContiguousArray<Unmanaged<Fiber>> = []

    /// A pool without fibers; it makes them as they are needed.
    public init() {}

    /// - Throws: `ThreadError.refusedBySystem` if there is no memory for a stack.
    func take(for thread: Thread, engine: FiberEngine) throws(ThreadError) -> Unmanaged<Fiber> {
        let fiber: Unmanaged<Fiber>
        if let last = idle.popLast() {
            fiber = last
        } else {
            do { fibers.append(try Fiber(engine: engine)) } catch {
                throw .refusedBySystem(thread: thread.label, reason: "there is no memory for its stack")
            }
            fiber = .passUnretained(fibers[fibers.count - 1])
        }
        fiber._withUnsafeGuaranteedRef {
            $0.engine = .passUnretained(engine)
            $0.take(thread)
        }
        return fiber
    }

    func giveBack(_ fiber: Fiber) {
        fiber.letGo()
        idle.append(.passUnretained(fiber))
    }

    /// Gives a fiber up whose thread cannot be brought to its end.
    func abandon(_ fiber: Fiber) {
        fiber.abandonThread()
        fibers.removeAll { $0 === fiber }
    }

    /// Gives up all fibers that are idle.
    func dismiss() {
        let pointers = Set(idle.map { $0.toOpaque() })
        idle.removeAll()
        fibers.removeAll { pointers.contains(Unmanaged.passUnretained($0).toOpaque()) }
    }
}
