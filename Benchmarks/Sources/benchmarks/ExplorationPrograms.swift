import Threading

/// What is explored, as a program of Lockstep; `peers/exploration` has the same for the others.
struct ExploredProgram {
    /// How the peers know it.
    let name: String
    let title: String
    let body: @Sendable () throws -> Int

    static let all =
        (2...5).map(lostUpdate) + [sections(2, 3), sections(3, 2)] + (3...5).map(philosophers)

    /// One thread, and so nothing to explore: what a peer takes for it, it takes to start.
    static let nothing = lostUpdate(1)

    /// Each thread reads a variable and then writes one more.
    private static func lostUpdate(_ threads: Int) -> Self {
        Self(name: "lost-update-\(threads)", title: "lost update, \(threads) threads") {
            let value = Shared(0)
            try run(threads) { _ in try value.write(try value.read() + 1) }
            return value.finalValue
        }
    }

    /// Each thread is so many times in a section of one lock.
    private static func sections(_ threads: Int, _ sections: Int) -> Self {
        Self(name: "sections-\(threads)x\(sections)", title: "\(threads) threads, \(sections) sections each")
        {
            let lock = Lock()
            try run(threads) { _ in
                for _ in 0..<sections {
                    try lock.acquire()
                    try lock.release()
                }
            }
            return 0
        }
    }

    /// Each thread takes its left fork, and then its right one: some interleavings are deadlocks.
    private static func philosophers(_ seats: Int) -> Self {
        Self(name: "philosophers-\(seats)", title: "philosophers, \(seats) seats") {
            let forks = (0..<seats).map { _ in Lock() }
            try run(seats) { seat in
                let (left, right) = (forks[seat], forks[(seat + 1) % seats])
                try left.acquire()
                try right.acquire()
                try right.release()
                try left.release()
            }
            return 0
        }
    }

    private static func run(_ count: Int, _ work: @escaping @Sendable (Int) throws -> Void) throws {
        let threads = (0..<count).map { index in Thread { try work(index) } }
        for thread in threads { try thread.start() }
        for thread in threads { try thread.join() }
    }
}
