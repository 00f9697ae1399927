import Threading

// What makes threads wait for each other. A wait, a try, a wait that gives up, and a look of each kind.
extension RandomOperation {
    static let locks = [
        increment,
        Self("l.acquire") { try $0.locks[0].acquire() },
        Self("l.acquire soon") { try $0.locks[0].acquire(timeout: soon) },
        Self("l.tryAcquire") { try $0.locks[0].tryAcquire() },
        // Whoever holds it.
        Self(trying: "l.release") {
            try $0.locks[0].release()
            return 1
        },
        Self("l.isLocked") { $0.locks[0].isLocked },
        Self("l.isHeldByCaller") { $0.locks[0].isHeldByCaller },
        Self("m.acquire") { try $0.locks[1].acquire() },
        Self(trying: "m.release") {
            try $0.locks[1].release()
            return 1
        },
        Self("with l: x += 1") { objects in
            try objects.locks[0].withLock { _ = try increment.perform(objects) }
        },
        Self("two tries of l") { objects in
            for turn in 1...2 where try objects.locks[0].tryAcquire() {
                try objects.locks[0].release()
                return turn
            }
            return 0
        },
    ]

    static let rlocks = [
        increment,
        Self("r.acquire") { try $0.rlock.acquire() },
        Self("r.acquire soon") { try $0.rlock.acquire(timeout: soon) },
        Self("r.tryAcquire") { try $0.rlock.tryAcquire() },
        Self(trying: "r.release") {
            try $0.rlock.release()
            return 1
        },
        Self("r.isHeldByCaller") { $0.rlock.isHeldByCaller },
    ]

    static let semaphores = [
        Self("s.acquire") { try $0.semaphore.acquire() },
        Self("s.acquire soon") { try $0.semaphore.acquire(timeout: soon) },
        Self("s.tryAcquire") { try $0.semaphore.tryAcquire() },
        Self("s.release") { $0.semaphore.release() },
        Self("s.release(2)") { try $0.semaphore.release(2) },
        Self("b.acquire") { try $0.bounded.acquire() },
        Self(trying: "b.release") {
            try $0.bounded.release()
            return 1
        },
    ]

    static let events = [
        Self("e.wait") { try $0.event.wait() },
        Self("e.wait soon") { try $0.event.wait(timeout: soon) },
        Self("e.set") { $0.event.set() },
        Self("e.clear") { $0.event.clear() },
        Self("e.isSet") { $0.event.isSet },
        Self("two looks at e") { objects in (objects.event.isSet ? 2 : 0) + (objects.event.isSet ? 1 : 0) },
    ]

    static let queues = [
        Self(trying: "q.put(1)") { try put(1, in: $0.queue) },
        Self(trying: "q.put(2) soon") { try put(2, in: $0.queue, timeout: soon) },
        Self(trying: "q.putNoWait(3)") {
            try $0.queue.putNoWait(3)
            return 1
        },
        Self(trying: "q.get") { try $0.queue.get() },
        Self(trying: "q.get soon") { try $0.queue.get(timeout: soon) },
        Self(trying: "q.getNoWait") { try $0.queue.getNoWait() },
        Self(trying: "q.taskDone") {
            try $0.queue.taskDone()
            return 1
        },
        Self("q.join soon") { try $0.queue.join(timeout: soon) },
        Self("q.shutdown") { $0.queue.shutdown() },
        Self("q.count") { $0.queue.count },
        Self("q.isFull") { $0.queue.isFull },
        Self("q.unfinishedTasks") { $0.queue.unfinishedTasks },
        Self("q.isShutDown") { $0.queue.isShutDown },
    ]

    private static func put(_ value: Int, in queue: Queue<Int>, timeout: Duration? = nil) throws -> Int {
        try queue.put(value, timeout: timeout)
        return 1
    }

    static let conditions = [
        Self("c.wait") { objects in try objects.condition.withLock { try objects.condition.wait() } },
        Self("c.wait soon") { objects in
            try objects.condition.withLock { try objects.condition.wait(timeout: soon) }
        },
        Self("c.notify") { objects in try objects.condition.withLock { try objects.condition.notify() } },
        Self("c.notifyAll") { objects in try objects.condition.withLock { try objects.condition.notifyAll() }
        },
        Self("with c: x += 1") { objects in
            try objects.condition.withLock { _ = try increment.perform(objects) }
        },
        Self(trying: "c.notify without the lock") {
            try $0.condition.notify()
            return 1
        },
    ]

    static let latches = [
        Self("countDown") { $0.latch.countDown() },
        Self("latch.wait") { try $0.latch.wait() },
        Self("latch.wait soon") { try $0.latch.wait(timeout: soon) },
        Self("latch.count") { $0.latch.count },
    ]

    static let barriers = [
        Self(trying: "barrier.wait") { try $0.barrier.wait() },
        Self(trying: "barrier.wait soon") { try $0.barrier.wait(timeout: soon) },
        Self("barrier.waiting") { $0.barrier.waiting },
        Self("barrier.isBroken") { $0.barrier.isBroken },
        Self("barrier.reset") { $0.barrier.reset() },
        Self("barrier.abort") { $0.barrier.abort() },
    ]
}
