import Threading

// What threads wait for by turns: a wait, a try, a wait that gives up, and a look of each kind.
extension RandomOperation {
    static let locks = [
        increment,
        Self("l.acquire") { try $0.locks[0].acquire() },
        Self("l.acquire soon") { try $0.locks[0].acquire(timeout: soon) },
        Self("l.tryAcquire") { try $0.locks[0].tryAcquire() },
        // Whoever holds it.
        Self(trying: "l.release") { try $0.locks[0].release() },
        Self("l.isLocked") { $0.locks[0].isLocked },
        Self("l.isHeldByCaller") { $0.locks[0].isHeldByCaller },
        Self("m.acquire") { try $0.locks[1].acquire() },
        Self(trying: "m.release") { try $0.locks[1].release() },
        Self("with l: x += 1") { objects in
            try objects.locks[0].withLock { _ = try increment.perform(objects) }
        },
        Self("with l, m: x += 1") { objects in
            try objects.locks[0].withLock {
                try objects.locks[1].withLock { _ = try increment.perform(objects) }
            }
        }.large(2),
        Self("with m, l soon") { (objects) -> Bool in
            try objects.locks[1].withLock {
                let isHeld = try objects.locks[0].acquire(timeout: soon)
                if isHeld { try objects.locks[0].release() }
                return isHeld
            }
        }.large(2),
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
        Self(trying: "r.release") { try $0.rlock.release() },
        Self("r.isHeldByCaller") { $0.rlock.isHeldByCaller },
        Self("with r, r: x += 1") { objects in
            try objects.rlock.withLock { try objects.rlock.withLock { _ = try increment.perform(objects) } }
        }.large(2),
        Self("two tries of r") { objects in
            for turn in 1...2 where try objects.rlock.tryAcquire() {
                try objects.rlock.release()
                return turn
            }
            return 0
        },
    ]

    static let semaphores = [
        Self("s.acquire") { try $0.semaphore.acquire() },
        Self("s.acquire soon") { try $0.semaphore.acquire(timeout: soon) },
        Self("s.tryAcquire") { try $0.semaphore.tryAcquire() },
        Self("s.release") { $0.semaphore.release() },
        Self("s.release(2)") { try $0.semaphore.release(2) },
        Self("with s: x += 1") { objects in
            try objects.semaphore.withPermit { _ = try increment.perform(objects) }
        },
        Self("two tries of s") { objects in
            for turn in 1...2 where try objects.semaphore.tryAcquire() { return turn }
            return 0
        },
        Self("b.acquire") { try $0.bounded.acquire() },
        Self("b.acquire soon") { try $0.bounded.acquire(timeout: soon) },
        Self("b.tryAcquire") { try $0.bounded.tryAcquire() },
        Self(trying: "b.release") { try $0.bounded.release() },
    ]

    static let queues = [
        Self(trying: "q.put(1)") { try $0.queue.put(1) },
        Self(trying: "q.put(2) soon") { try $0.queue.put(2, timeout: soon) },
        Self(trying: "q.putNoWait(3)") { try $0.queue.putNoWait(3) },
        Self(trying: "q.get") { try $0.queue.get() },
        Self(trying: "q.get soon") { try $0.queue.get(timeout: soon) },
        Self(trying: "q.getNoWait") { try $0.queue.getNoWait() },
        Self(trying: "q.taskDone") { try $0.queue.taskDone() },
        Self("q.join soon") { try $0.queue.join(timeout: soon) },
        Self("q.shutdown") { $0.queue.shutdown() },
        Self("q.shutdown at once") { $0.queue.shutdown(immediate: true) },
        Self("q.count") { $0.queue.count },
        Self("q.isEmpty") { $0.queue.isEmpty },
        Self("q.isFull") { $0.queue.isFull },
        Self("q.unfinishedTasks") { $0.queue.unfinishedTasks },
        Self("q.isShutDown") { $0.queue.isShutDown },
        Self("stack.put(1), put(2)") { (objects) -> Void in
            try objects.stack.put(1)
            try objects.stack.put(2)
        },
        Self("stack.get") { try $0.stack.get() },
        Self("heap.put(2), put(1)") { (objects) -> Void in
            try objects.heap.put(2)
            try objects.heap.put(1)
        },
        Self("heap.get") { try $0.heap.get() },
        Self("simple.put(1)") { $0.simple.put(1) },
        Self(trying: "simple.get soon") { try $0.simple.get(timeout: soon) },
        Self(trying: "simple.getNoWait") { try $0.simple.getNoWait() },
        Self("simple.count") { $0.simple.count },
        Self("simple.isEmpty") { $0.simple.isEmpty },
    ]
}
