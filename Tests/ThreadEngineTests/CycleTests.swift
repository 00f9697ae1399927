import Scheduling
import Testing
import ThreadEngine
import Threading
import Tracing

/// Threads that stand in a ring: each holds a lock, and asks for its neighbour's once all have theirs.
private func ring(of count: Int) throws {
    let locks = (0..<count).map { Lock(name: "lock \($0)") }
    let allHold = try Barrier(count)
    for number in 0..<count {
        try Thread {
            try locks[number].withLock {
                try allHold.wait()
                try locks[(number + 1) % count].withLock {}
            }
        }.start()
    }
}

@Suite struct `a circle of waits` {
    @Test(arguments: [2, 3, 5, 20]) func `is found whatever its length`(count: Int) throws {
        let ran = try Ran {
            try ring(of: count)
            // Somebody goes on, so that it is the circle that is found and not a standstill.
            while true { try sleep(for: .milliseconds(1)) }
        }
        #expect(ran.end == .cycle)
        #expect(ran.interrupted == Array(0...count))
    }

    @Test func `is found though others wait for those in it`() throws {
        let ran = try Ran {
            let outside = Lock(name: "outside")
            let isHeld = Event()
            try Thread {
                try outside.withLock {
                    isHeld.set()
                    try ring(of: 2)
                    try Event().wait()
                }
            }.start()
            try isHeld.wait()
            try outside.withLock {}
        }
        // The circle is not on the way of the last to wait, but is the better explanation of the standstill.
        #expect(ran.end == .cycle)
    }

    @Test func `can go through joins`() throws {
        let ran = try Ran {
            let first = Shared<Thread?>(nil)
            let isSet = Event()
            let a = Thread {
                try isSet.wait()
                try first.read()?.join()
            }
            let b = Thread { try a.join() }
            try first.write(b)
            for thread in [a, b] { try thread.start() }
            try waitUntil(blockedOn: a.life)
            isSet.set()
            while true { try sleep(for: .milliseconds(1)) }
        }
        #expect(ran.end == .cycle)
    }

    @Test func `can go through a lock and a join`() throws {
        let ran = try Ran {
            let lock = Lock()
            try lock.withLock {
                let other = Thread { try lock.withLock {} }
                try other.start()
                try other.join()
            }
        }
        #expect(ran.end == .cycle)
        #expect(ran.interrupted == [0, 1])
    }

    @Test(arguments: [true, false])
    func `through futures, which anybody may finish, ends nothing while others go on`(goesOn: Bool) throws {
        let ran = try Ran(timeout: goesOn ? .milliseconds(200) : .seconds(60)) {
            let pool = try ThreadPool(workers: 2)
            let (a, b) = (Shared<Future<Int>?>(nil), Shared<Future<Int>?>(nil))
            let areSet = Event()
            for (mine, others) in [(a, b), (b, a)] {
                try mine.write(
                    pool.submit {
                        try areSet.wait()
                        return try others.read()?.result() ?? 0
                    })
            }
            areSet.set()
            while goesOn { try sleep(for: .milliseconds(1)) }
        }
        #expect(ran.end == (goesOn ? .timedOut : .quiescent))
    }

    @Test func `is not needed for a pool to starve`() throws {
        let ran = try Ran {
            let pool = try ThreadPool(workers: 1)
            let outer = try pool.submit { try pool.submit { 1 }.result() }
            _ = try outer.result()
        }
        #expect(ran.end == .quiescent)
    }

    @Test func `with a deadline in it is none`() throws {
        let ran = try Ran {
            let (a, b) = (Lock(), Lock())
            let bothHold = try Barrier(2)
            let other = Thread {
                try a.withLock {
                    try bothHold.wait()
                    _ = try b.acquire(timeout: .milliseconds(20))
                }
            }
            try other.start()
            try b.withLock {
                try bothHold.wait()
                try a.withLock {}
            }
        }
        #expect(ran.end == .finished)
    }

    // Locks that are always taken in one order can make no circle, however the walks along them are interrupted.
    @Test func `is never seen where there is none`() throws {
        for _ in 0..<10 {
            let ran = try Ran {
                let locks = (0..<5).map { _ in RLock() }
                let engine = Thread.current.engine
                let threads = (0..<8).map { _ in
                    Thread {
                        for _ in 0..<60 {
                            let chosen = locks.indices.filter { _ in engine.random() % 2 == 0 }
                            for index in chosen { try locks[index].acquire() }
                            for index in chosen.shuffled(by: engine) { try locks[index].release() }
                        }
                    }
                }
                for thread in threads { try thread.start() }
                for thread in threads { try thread.join() }
            }
            #expect(ran.end == .finished)
            #expect(ran.interrupted.isEmpty)
        }
    }
}

extension [Int] {
    /// The elements in an order that the engine's random numbers choose.
    fileprivate func shuffled(by engine: any Engine) -> [Int] {
        map { ($0, engine.random()) }.sorted { $0.1 < $1.1 }.map(\.0)
    }
}
