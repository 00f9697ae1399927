import Events
import Threading

/// What a thread of a random program does in one line, and what it sees then, as a number.
struct RandomOperation: CustomStringConvertible, Sendable {
    private let name: String
    /// When it is done at all.
    var condition = Condition.always
    /// How much it adds to the number of interleavings, beside one of a step or two.
    var size = 1
    /// Whether it asks which threads there are.
    var looksAtAll = false
    /// Whether it starts a thread that nobody waits for.
    var startsDaemon = false
    /// Whether an error leaves a thread by it, its own or one that it starts.
    var fails = false
    let perform: @Sendable (RandomObjects) throws -> Int

    /// Whether what its thread saw last decides if it is done.
    enum Condition: String, CaseIterable, Sendable {
        case always = ""
        case afterSuccess = "if so: "
        case afterFailure = "if not: "

        /// Whether it is fulfilled by what was seen last.
        func holds(after seen: Int?) -> Bool {
            switch self {
            case .always: true
            case .afterSuccess: seen ?? 0 > 0
            case .afterFailure: seen ?? 0 <= 0
            }
        }
    }

    var description: String { condition.rawValue + name }

    init(_ name: String, _ perform: @escaping @Sendable (RandomObjects) throws -> Int) {
        self.name = name
        self.perform = perform
    }

    /// The same, of which something is known.
    func known(_ property: WritableKeyPath<Self, Bool>) -> Self {
        var known = self
        known[keyPath: property] = true
        return known
    }

    /// The same, which is as large as so many.
    func large(_ size: Int) -> Self {
        var large = self
        large.size = size
        return large
    }

    /// The same, done under a condition.
    func when(_ condition: Condition) -> Self {
        var conditional = self
        conditional.condition = condition
        return conditional
    }

    /// One that sees nothing.
    init(_ name: String, _ perform: @escaping @Sendable (RandomObjects) throws -> Void) {
        self.init(name) { objects in
            try perform(objects)
            return 0
        }
    }

    /// One that sees whether something was so.
    init(_ name: String, _ perform: @escaping @Sendable (RandomObjects) throws -> Bool) {
        self.init(name) { try perform($0) ? 1 : 0 }
    }

    /// One that may be refused, which is seen.
    init(trying name: String, _ perform: @escaping @Sendable (RandomObjects) throws -> Int) {
        self.init(name) { objects in
            do { return try perform(objects) } catch let error as Interrupted { throw error } catch {
                return -1
            }
        }
    }

    /// One that may be refused, and sees nothing else.
    init(trying name: String, _ perform: @escaping @Sendable (RandomObjects) throws -> Void) {
        self.init(trying: name) { objects in
            try perform(objects)
            return 1
        }
    }

    /// An error that leaves a thread.
    struct Failing: Error {}

    /// An error that leaves the thread.
    static let failure = Self("fail") { _ -> Void in throw Failing() }.known(\.fails)

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
}
