import Events
import Threading

/// What a thread of a random program does in one line, and what it sees then, as a number.
struct RandomOperation: CustomStringConvertible, Sendable {
    let description: String
    /// Whether it asks which threads there are.
    var looksAtAll = false
    /// Whether it starts a thread that nobody waits for.
    var startsDaemon = false
    /// Whether it ends with an error.
    var fails = false
    let perform: @Sendable (RandomObjects) throws -> Int

    init(_ description: String, _ perform: @escaping @Sendable (RandomObjects) throws -> Int) {
        self.description = description
        self.perform = perform
    }

    /// The same, of which something is known.
    func known(_ property: WritableKeyPath<Self, Bool>) -> Self {
        var known = self
        known[keyPath: property] = true
        return known
    }

    /// One that sees nothing.
    init(_ description: String, _ perform: @escaping @Sendable (RandomObjects) throws -> Void) {
        self.init(description) { objects in
            try perform(objects)
            return 0
        }
    }

    /// One that sees whether something was so.
    init(_ description: String, _ perform: @escaping @Sendable (RandomObjects) throws -> Bool) {
        self.init(description) { try perform($0) ? 1 : 0 }
    }

    /// One that may be refused, which is seen.
    init(trying description: String, _ perform: @escaping @Sendable (RandomObjects) throws -> Int) {
        self.init(description) { objects in
            do { return try perform(objects) } catch let error as Interrupted { throw error } catch {
                return -1
            }
        }
    }

    /// An error that leaves the thread.
    static let failure = Self("fail") { _ -> Void in throw Failing() }.known(\.fails)

    private struct Failing: Error {}

    /// As long as it takes, which in an exploration may be any time.
    static let soon = Duration.milliseconds(1)

    /// What threads do to objects of one kind; the compiler asks about every kind.
    static func on(_ kind: ObjectKind) -> [Self] {
        switch kind {
        case .variable: variables
        case .lock: locks
        case .rlock: rlocks
        case .semaphore: semaphores
        case .event: events
        case .queue: queues
        case .condition: conditions
        case .latch: latches
        case .atomic: atomics
        case .barrier: barriers
        case .future: futures
        case .pool: pools
        case .timer: timers
        case .thread: threads
        }
    }

    /// A loop with work in it, which may go on for ever.
    static let loop = Self("while x == 0: y += 1") { (objects) -> Void in
        while try objects.variables[0].read() == 0 {
            try objects.variables[1].write(objects.variables[1].read() + 1)
        }
    }
    /// What ends it.
    static let letGo = Self("x = 1") { try $0.variables[0].write(1) }

    static let increment = Self("x += 1") { try $0.variables[0].write($0.variables[0].read() + 1) }

    private static let variables = [
        increment,
        Self("x") { try $0.variables[0].read() },
        Self("y") { try $0.variables[1].read() },
        Self("x = 1") { try $0.variables[0].write(1) },
        Self("x = 2") { try $0.variables[0].write(2) },
        Self("y = 1") { try $0.variables[1].write(1) },
        Self("y += 1") { try $0.variables[1].write($0.variables[1].read() + 1) },
    ]

    private static let atomics = [
        Self("a.load") { try $0.atomic.load() },
        Self("a.store(1)") { try $0.atomic.store(1) },
        Self("a.exchange(2)") { try $0.atomic.exchange(2) },
        Self("a.compareExchange(0, 1)") { try exchange(0, for: 1, $0.atomic) },
        Self("a.compareExchange(1, 0)") { try exchange(1, for: 0, $0.atomic) },
        Self("a.add(1)") { try $0.atomic.wrappingAdd(1).oldValue },
        Self("two tries of a.compareExchange(0, 1)") { objects in
            for turn in 1...2 where try objects.atomic.compareExchange(expected: 0, desired: 1).exchanged {
                return turn
            }
            return 0
        },
    ]

    private static func exchange(_ expected: Int, for desired: Int, _ atomic: Atomic<Int>) throws -> Int {
        let (isExchanged, original) = try atomic.compareExchange(expected: expected, desired: desired)
        return isExchanged ? 10 + original : original
    }
}
