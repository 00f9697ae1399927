import Events
import Threading

/// What the threads of a random program share: made by its main thread, anew in each execution.
final class RandomObjects: Sendable {
    let variables = [Shared(0), Shared(0)]
    let handed = Shared<Handed?>(nil)
    let locks = [Lock(), Lock()]
    let rlock = RLock()
    let semaphore = Semaphore()
    let bounded = BoundedSemaphore()
    let event = Event()
    let queue = Queue<Int>(capacity: 1)
    let stack = LIFOQueue<Int>()
    let heap = PriorityQueue<Int>()
    let simple = SimpleQueue<Int>()
    let condition = Condition(Lock())
    let other: Condition
    let atomic = Atomic(0)
    let futures = [Future<Int>(), Future<Int>()]
    let latch: CountDownLatch
    let barrier: Barrier
    /// A barrier whose last party does something before all pass.
    let acting: Barrier
    /// Only where it is used: threads that are not started, too, are numbered.
    let pool: ThreadPool?
    let children: [Thread]
    let timer: Timer?

    init(for kinds: Set<ObjectKind>) throws {
        other = Condition(rlock)
        latch = try CountDownLatch(2)
        barrier = try Barrier(2)
        let variables = variables
        acting = try Barrier(2) { try variables[0].write(2) }
        pool = kinds.contains(.pool) ? try ThreadPool(workers: 1, queueLimit: 1) : nil
        children =
            kinds.contains(.thread)
            ? [Thread { try variables[1].write(3) }, Thread(daemon: true) { _ = try variables[1].read() }]
            : []
        timer = kinds.contains(.timer) ? Timer(after: .milliseconds(1)) { try variables[1].write(4) } : nil
    }
}
