import Threading

extension KnownProgram {
    /// A pair of variables is set without a lock by all threads but one, which looks at both.
    ///
    /// Three steps in order: a setter writes the first, the reader reads both, the setter writes the second; or the reader
    /// reads the first, a setter writes both, the reader reads the second. In the first order no other setter may have
    /// written the second by then.
    static func reorder(threads: Int) -> KnownProgram {
        KnownProgram(name: "reorder \(threads)") { isFixed in
            let (lock, first, second) = (Lock(), Shared(0), Shared(0))
            let locked = { @Sendable (body: () throws -> Void) throws in
                if isFixed { try lock.acquire() }
                try body()
                if isFixed { try lock.release() }
            }
            let set: @Sendable () throws -> Void = {
                try locked {
                    try first.write(1)
                    try second.write(-1)
                }
            }
            let check: @Sendable () throws -> Void = {
                try locked { try demand(first.read() + second.read() == 0, "both are set, or none") }
            }
            try runAll(Array(repeating: set, count: threads - 1) + [check])
        }
    }

    /// Three threads pass a number on, each from its neighbour, and a fourth compares all.
    ///
    /// Two steps in order: the first passes a number on, the fourth compares. Only if the second and the third have had
    /// their turns in between, in that order, is nothing wrong.
    static let tokenRing = KnownProgram(name: "token ring") { isFixed in
        let lock = Lock()
        let (first, second, third) = (Shared(0), Shared(0), Shared(0))
        let bodies: [@Sendable () throws -> Void] = [
            { try lock.withLock { try first.write((third.read() + 1) % 4) } },
            { try lock.withLock { try second.write(first.read()) } },
            { try lock.withLock { try third.write(second.read()) } },
            {
                try lock.withLock {
                    let token = try first.read()
                    try demand(second.read() == token && third.read() == token, "the token went around")
                }
            },
        ]
        if isFixed { for body in bodies { try runAll([body]) } } else { try runAll(bodies) }
    }

    /// A driver is stopped while a request enters it.
    ///
    /// Four steps in order: the request sees no stopping, the stopper asks for it and finds nothing pending, it stops the
    /// driver, and the request goes on. The repair is to count the request first, and look afterwards.
    static let bluetooth = KnownProgram(name: "bluetooth driver") { isFixed in
        let (lock, pending, idle) = (Lock(), Shared(1), Event())
        let (isStopping, isStopped) = (Shared(false), Shared(false))
        let enter = { @Sendable () throws in try lock.withLock { try pending.write(pending.read() + 1) } }
        let leave = { @Sendable () throws in
            let left = try lock.withLock { () throws -> Int in
                let left = try pending.read() - 1
                try pending.write(left)
                return left
            }
            if left == 0 { idle.set() }
        }
        try runAll([
            {
                if isFixed { try enter() }
                let isRefused = try isStopping.read()
                if !isFixed && !isRefused { try enter() }
                if !isRefused { try demand(!isStopped.read(), "the driver runs while it serves a request") }
                if isFixed || !isRefused { try leave() }
            },
            {
                try isStopping.write(true)
                try leave()
                try idle.wait()
                try isStopped.write(true)
            },
        ])
    }
}
