import Threading

/// Readers and writers share two numbers that are always to be equal.
struct ReadersWriters: Scenario {
    enum Fix: String, Sendable, CaseIterable {
        case none, lock
        case readWriteLock = "read-write-lock"
    }

    struct Parameters: ParameterSet {
        @Parameter("How many threads read both numbers.", zh: "读者数", in: 1...100) var readers = 3
        @Parameter("How many threads count both numbers up.", zh: "写者数", in: 1...100) var writers = 1
        @Parameter(
            "How long a writer pauses between the two numbers; a reader pauses half as long.",
            zh: "写者在两个数之间停顿的毫秒数；读者停顿一半", in: 0...10_000)
        var pauseMs = 20
        @Parameter(
            """
            none: everybody goes ahead. lock: one at a time. read-write-lock: a writer alone, or any number of \
            readers together.
            """,
            zh: "none：谁都不等；lock：一次一个；read-write-lock：写者独占，读者可以同时读")
        var fix = Fix.none
    }

    struct Outcome: Sendable, Hashable {
        let left: Int
        let right: Int
        let tornReads: Int
    }

    static func run(_ parameters: Parameters) throws -> Outcome {
        let pause = Duration.milliseconds(parameters.pauseMs)
        let left = Shared(0, name: "left")
        let right = Shared(0, name: "right")
        let torn = Queue<String>(name: "torn reads")

        @Sendable func read() throws {
            let first = try left.read()
            try sleep(for: pause / 2)
            let second = try right.read()
            if first != second { try torn.put("\(first) and \(second)") }
        }

        @Sendable func write() throws {
            try left.write(left.read() + 1)
            try sleep(for: pause)
            try right.write(right.read() + 1)
        }

        let asReader: Turn
        let asWriter: Turn
        switch parameters.fix {
        case .none:
            asReader = { try $0() }
            asWriter = { try $0() }
        case .lock:
            let lock = Lock(name: "lock")
            asReader = { try lock.withLock($0) }
            asWriter = { try lock.withLock($0) }
        case .readWriteLock:
            let lock = ReadWriteLock()
            asReader = { try lock.withReader($0) }
            asWriter = { try lock.withWriter($0) }
        }

        let writers = (1...parameters.writers).map { number in
            Thread(name: "writer \(number)") { try asWriter(write) }
        }
        let readers = (1...parameters.readers).map { number in
            Thread(name: "reader \(number)") { try asReader(read) }
        }
        try runAll(writers + readers)
        return Outcome(left: left.finalValue, right: right.finalValue, tornReads: torn.count)
    }

    /// Does something when it may be done.
    private typealias Turn = @Sendable (() throws -> Void) throws -> Void

    /// The first reader in locks the writers out, and the last one out lets them in again.
    private struct ReadWriteLock: Sendable {
        let door = Lock(name: "readers' door")
        let readers = Shared(0, name: "readers inside")
        /// A semaphore, as the reader who leaves last need not be the one who came first.
        let room = Semaphore(name: "room")

        func withReader(_ body: () throws -> Void) throws {
            try door.withLock {
                let count = try readers.read() + 1
                if count == 1 { try room.acquire() }
                try readers.write(count)
            }
            try body()
            try door.withLock {
                let count = try readers.read() - 1
                try readers.write(count)
                if count == 0 { room.release() }
            }
        }

        func withWriter(_ body: () throws -> Void) throws {
            try room.acquire()
            try body()
            room.release()
        }
    }
}

extension ReadersWriters {
    static let about = About(
        "readers-writers", chapter: .locks,
        title: Localized(en: "Readers and writers", zh: "读者与写者"),
        summary: Localized(
            en:
                "Readers see two numbers differ that a writer keeps equal, unless it locks them out meanwhile.",
            zh: "写者让两个数始终相等，读者却看到它们不等，除非写的时候不让读者进来。"),
        explanation: Localized(
            en: """
                A writer counts both numbers up, one after the other. A reader who comes in between reads a new \
                number and an old one. A lock keeps everyone apart, readers from readers too, who would not \
                disturb one another. A read-write lock lets them in together: the first reader in locks the \
                writers out, the last one out lets them in. While readers keep coming, a writer waits.
                """,
            zh:
                "写者先后把两个数各加一。中间来的读者会读到一个新的、一个旧的。互斥锁把所有人隔开，连互不妨碍的读者也要排队。读写锁让读者一起进来：第一个进来的读者把写者挡在外面，最后一个离开的再放行。只要读者不断，写者就得一直等。"
        ),
        expectation: Localized(
            en:
                "With `none` some readers may see different numbers, and writers lose updates. With either lock nobody does, and both numbers end at the number of writers.",
            zh: "none 时有的读者可能看到不等的数，写者也会丢失更新。用任何一种锁，都不会有，且两个数最终都等于写者数。"))

    static func isCorrect(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        ending
            == .completed(Outcome(left: parameters.writers, right: parameters.writers, tornReads: 0))
    }

    static func mistake(in outcome: Outcome, with parameters: Parameters) -> Localized {
        let wanted = parameters.writers
        let torn = outcome.tornReads
        if (outcome.left, outcome.right) == (wanted, wanted) {
            return Localized(
                en: "\(torn) \(torn == 1 ? "reader" : "readers") saw the two numbers differ",
                zh: "\(torn) 个读者看到两个数不相等")
        }
        return Localized(
            en: "the numbers are \(outcome.left) and \(outcome.right) and should both be \(wanted); "
                + "\(torn) \(torn == 1 ? "reader" : "readers") saw them differ",
            zh: "两个数是 \(outcome.left) 和 \(outcome.right)，都应为 \(wanted)；\(torn) 个读者看到它们不相等")
    }

    static func expects(_ ending: Ending<Outcome>, with parameters: Parameters) -> Bool {
        guard parameters.fix == .none, case .completed(let outcome) = ending else {
            return isCorrect(ending, with: parameters)
        }
        let counted = 1...parameters.writers
        return counted.contains(outcome.left) && counted.contains(outcome.right)
            && (0...parameters.readers).contains(outcome.tornReads)
    }
}
