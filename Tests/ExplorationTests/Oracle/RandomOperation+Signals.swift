import Threading

// What threads tell each other by: a wait, a wait that gives up, a signal, and a look of each kind.
extension RandomOperation {
    static let events = [
        Self("e.wait") { try $0.event.wait() },
        Self("e.wait soon") { try $0.event.wait(timeout: soon) },
        Self("e.set") { $0.event.set() },
        Self("e.clear") { $0.event.clear() },
        Self("e.isSet") { $0.event.isSet },
        Self("two looks at e") { objects in (objects.event.isSet ? 2 : 0) + (objects.event.isSet ? 1 : 0) },
    ]

    static let conditions = [
        Self("c.wait") { objects in try objects.condition.withLock { try objects.condition.wait() } }.large(
            2),
        Self("c.wait soon") { objects in
            try objects.condition.withLock { try objects.condition.wait(timeout: soon) }
        },
        Self("c.waitFor x soon") { objects in
            try objects.condition.withLock {
                try objects.condition.waitFor(timeout: soon) { try objects.variables[0].read() > 0 }
            }
        }.large(2),
        Self("c.notify") { objects in try objects.condition.withLock { try objects.condition.notify() } },
        Self("c.notifyAll") { objects in
            try objects.condition.withLock { try objects.condition.notifyAll() }
        },
        Self("with c: x += 1, c.notify") { (objects) -> Void in
            try objects.condition.withLock {
                _ = try increment.perform(objects)
                try objects.condition.notify()
            }
        }.large(2),
        Self(trying: "c.notify without the lock") { try $0.condition.notify() },
        // Another condition of the same lock, of which a reentrant one is let go at every level.
        Self("d.wait soon") { objects in
            try objects.other.withLock {
                try objects.other.withLock { try objects.other.wait(timeout: soon) }
            }
        }.large(2),
        Self("d.notifyAll") { objects in try objects.other.withLock { try objects.other.notifyAll() } },
        Self("r.isHeldByCaller") { $0.rlock.isHeldByCaller },
    ]

    static let latches = [
        Self("countDown") { $0.latch.countDown() },
        Self("latch.wait") { try $0.latch.wait() },
        Self("latch.wait soon") { try $0.latch.wait(timeout: soon) },
        Self("latch.count") { $0.latch.count },
        Self("x") { try $0.variables[0].read() },
        increment,
    ]

    static let barriers = [
        Self(trying: "barrier.wait") { try $0.barrier.wait() },
        Self(trying: "barrier.wait soon") { try $0.barrier.wait(timeout: soon) },
        Self(trying: "barrier.wait, again") { objects in
            try 2 * objects.barrier.wait() + objects.barrier.wait()
        }.large(2),
        Self(trying: "acting.wait") { try $0.acting.wait() },
        Self(trying: "acting.wait soon") { try $0.acting.wait(timeout: soon) },
        Self("x") { try $0.variables[0].read() },
        Self("barrier.waiting") { $0.barrier.waiting },
        Self("barrier.isBroken") { $0.barrier.isBroken },
        Self("barrier.reset") { $0.barrier.reset() },
        Self("barrier.abort") { $0.barrier.abort() },
    ]
}
