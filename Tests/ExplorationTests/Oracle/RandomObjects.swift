import Events
import Threading

/// What the threads of a random program share: made by its main thread, anew in each execution.
final class RandomObjects: Sendable {
    let variables = [Shared(0), Shared(0)]
    let locks = [Lock(), Lock()]
    let rlock = RLock()
    let semaphore = Semaphore()
    let bounded = BoundedSemaphore()
    let event = Event()
    let queue = Queue<Int>(capacity: 1)
    let condition = Condition(Lock())
    let atomic = Atomic(0)
    let future = Future<Int>()
    let latch: CountDownLatch
    let barrier: Barrier
    /// Only where it is used: threads that are not started, too, are numbered.
    let pool: ThreadPool?
    let children: [Thread]
    let timer: Timer?

    init(for kinds: Set<ObjectKind>) throws {
        latch = try CountDownLatch(2)
        barrier = try Barrier(2)
        pool = kinds.contains(.pool) ? try ThreadPool(workers: 1) : nil
        let variable = variables[1]
        children =
            kinds.contains(.thread)
            ? [Thread { try variable.write(3) }, Thread(daemon: true) { _ = try variable.read() }] : []
        timer = kinds.contains(.timer) ? Timer(after: .milliseconds(1)) { try variable.write(4) } : nil
    }
}
