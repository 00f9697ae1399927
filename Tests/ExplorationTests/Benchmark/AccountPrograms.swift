import Threading

extension KnownProgram {
    /// A withdrawal looks at the balance in one section of the lock, and changes it in the next.
    ///
    /// Three steps in order: the withdrawal reads, the deposit writes, the withdrawal writes; and to be noticed, the auditor
    /// comes when both are done.
    static let account = KnownProgram(name: "account") { isFixed in
        let (lock, balance, done) = (Lock(), Shared(10), Shared(0))
        try runAll([
            {
                try lock.withLock {
                    try balance.write(balance.read() + 5)
                    try done.write(done.read() + 1)
                }
            },
            {
                try lock.acquire()
                let seen = try balance.read()
                if !isFixed {
                    try lock.release()
                    try lock.acquire()
                }
                try balance.write(seen - 3)
                try done.write(done.read() + 1)
                try lock.release()
            },
            {
                try lock.withLock {
                    if try done.read() == 2 { try demand(balance.read() == 12, "the balance is 12") }
                }
            },
        ])
    }

    /// One thread changes the data under its lock, and others under another one.
    ///
    /// Four steps in order: the first thread writes, another one reads and writes, the first reads what it wrote.
    static func wrongLock(others: Int) -> KnownProgram {
        KnownProgram(name: "wronglock \(others)") { isFixed in
            let (right, wrong, data) = (Lock(), Lock(), Shared(0))
            let other: @Sendable () throws -> Void = {
                try (isFixed ? right : wrong).withLock { try data.write(data.read() + 1) }
            }
            try runAll(
                [
                    {
                        try right.withLock {
                            let seen = try data.read()
                            try data.write(seen + 1)
                            try demand(data.read() == seen + 1, "what was written is still there")
                        }
                    }
                ] + Array(repeating: other, count: others))
        }
    }

    /// Two values belong together, and each is guarded by a lock of its own.
    ///
    /// Three steps in order: the writer leaves the first section, the reader goes through both, the writer enters the
    /// second.
    static let twoStage = KnownProgram(name: "twostage") { isFixed in
        let (outer, inner) = (Lock(), Lock())
        let (first, second) = (Shared(0), Shared(0))
        try runAll([
            {
                try outer.acquire()
                try first.write(1)
                if !isFixed { try outer.release() }
                try inner.withLock { try second.write(first.read() + 1) }
                if isFixed { try outer.release() }
            },
            {
                let seen = try outer.withLock { try first.read() }
                if seen == 0 { return }
                let next = try inner.withLock { try second.read() }
                try demand(next == seen + 1, "the second is one more than the first")
            },
        ])
    }
}
