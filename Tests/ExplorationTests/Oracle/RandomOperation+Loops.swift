import Threading

// Loops that go on until another thread lets them end, and what does that.
extension RandomOperation {
    /// A loop, and what ends it.
    struct Loop: Sendable {
        let loop: RandomOperation
        let end: RandomOperation
    }

    /// Loops with work in them, of whose rounds there is no end while nobody lets them.
    static let workingLoops = [
        loop("x == 0", work: true, endedBy: Self("x = 1") { try $0.variables[0].write(1) }) {
            try $0.variables[0].read() == 0
        },
        loop("not e.isSet", work: true, endedBy: Self("e.set") { $0.event.set() }) { !$0.event.isSet },
        loop("a.load == 0", work: true, endedBy: Self("a.store(1)") { try $0.atomic.store(1) }) {
            try $0.atomic.load() == 0
        },
        loop("not f.isDone", work: true, endedBy: Self("f.cancel") { $0.futures[0].cancel() }) {
            !$0.futures[0].isDone
        },
        loop(
            "q.isEmpty", work: true, endedBy: Self(trying: "q.put(1)") { try $0.queue.put(1, timeout: soon) }
        ) {
            $0.queue.isEmpty
        },
        loop("latch.count > 1", work: true, endedBy: Self("countDown") { $0.latch.countDown() }) {
            $0.latch.count > 1
        },
        loop("not s.tryAcquire", work: true, endedBy: Self("s.release") { $0.semaphore.release() }) {
            try !$0.semaphore.tryAcquire()
        },
    ]

    /// Loops that only look.
    static let waitingLoops = [
        loop("x == 0", work: false, endedBy: Self("x = 1") { try $0.variables[0].write(1) }) {
            try $0.variables[0].read() == 0
        },
        loop("not e.isSet", work: false, endedBy: Self("e.set") { $0.event.set() }) { !$0.event.isSet },
        loop(
            "a.compareExchange(1, 2) in vain", work: false,
            endedBy: Self("a.store(1)") { try $0.atomic.store(1) }
        ) {
            try !$0.atomic.compareExchange(expected: 1, desired: 2).exchanged
        },
        loop("not b.tryAcquire", work: false, endedBy: Self(trying: "b.release") { try $0.bounded.release() })
        {
            try !$0.bounded.tryAcquire()
        },
        loop("latch.count > 1", work: false, endedBy: Self("countDown") { $0.latch.countDown() }) {
            $0.latch.count > 1
        },
    ]

    private static func loop(
        _ condition: String, work: Bool, endedBy end: RandomOperation,
        while goesOn: @escaping @Sendable (RandomObjects) throws -> Bool
    ) -> Loop {
        Loop(
            loop: Self("while \(condition)\(work ? ": y += 1" : "")") { (objects) -> Void in
                while try goesOn(objects) {
                    if work { try objects.variables[1].write(objects.variables[1].read() + 1) }
                }
            }, end: end)
    }
}
