import Events
import LockstepTestKit
import Scheduling
import Threading

/// A small program from a seed: a few threads, each of which writes to a variable of its own, so that there is an order
/// that does not matter, and then does a few operations on objects that they share.
struct RandomProgram: CustomStringConvertible {
    let threads: [[RandomOperation]]
    /// The kinds of objects that it is about.
    let kinds: Set<ObjectKind>
    /// Who starts whom.
    let shape: Shape
    /// How often each thread may be woken from a condition without a notification.
    let spuriousWakeups: Int
    /// Whether each operation is on a line of its own.
    var hasLines = false

    /// Who starts whom, and waits for whom.
    enum Shape: CaseIterable {
        /// The main thread starts all, and waits for all.
        case flat
        /// The main thread does the first one's work itself.
        case mainWorks
        /// Each starts the next before its work, and waits for it after.
        case chain
        /// The main thread starts all, but waits for all but the last.
        case daemon

        /// Those that wait for all.
        static let waiting = [flat, mainWorks, chain]
    }

    /// - Parameter kind: what it is mostly about; nil for whatever comes.
    init(seed: UInt64, hasDaemon: Bool = false, about kind: ObjectKind? = nil) {
        var generator = SplitMix64(seed: seed)
        // A program is about few kinds of objects, so that its threads meet.
        let kinds = Set(
            ObjectKind.allCases.shuffled(using: &generator).prefix(Int.random(in: 1...2, using: &generator))
                + (kind.map { [$0] } ?? []))
        // More of them in fewer threads: brute force has to try all orders.
        let most = kinds.isDisjoint(with: Self.crowds) ? 4 : 3
        let count = Int.random(in: 2...most, using: &generator)
        var room = Int.random(in: 2...most + 2 - count, using: &generator)
        // In an order that is the same in every process.
        let operations = ObjectKind.allCases.filter(kinds.contains).map(RandomOperation.on)
        var threads = Array(repeating: [RandomOperation](), count: count)
        while room > 0 {
            let thread = Int.random(in: 0..<count, using: &generator)
            let family = Bool.random(using: &generator) ? kind.map(RandomOperation.on) : nil
            let operation = (family ?? operations.randomElement(using: &generator))?
                .randomElement(using: &generator)
            let fails = Int.random(in: 0..<24, using: &generator) == 0
            let condition = Self.condition(after: threads[thread], &generator)
            let chosen = fails ? .failure : operation ?? .failure
            threads[thread].append(chosen.when(condition))
            room -= chosen.size
        }
        self.threads = threads
        self.kinds = kinds
        shape = hasDaemon ? .daemon : Shape.waiting.randomElement(using: &generator) ?? .flat
        spuriousWakeups = kinds.contains(.condition) ? Int.random(in: 0...1, using: &generator) : 0
    }

    /// A program in which a thread goes round in a loop until another, which does a thing or two more, lets it go on.
    init(looping seed: UInt64, in loops: [RandomOperation.Loop]) {
        var generator = SplitMix64(seed: seed)
        let kind = ObjectKind.allCases.randomElement(using: &generator) ?? .variable
        let loop = loops[Int.random(in: loops.indices, using: &generator)]
        var threads = [[loop.loop], [loop.end]]
        for _ in 0..<Int.random(in: 1...2, using: &generator) {
            let thread = Int.random(in: 0...1, using: &generator)
            let place = Int.random(in: 0...threads[thread].count, using: &generator)
            let operation = RandomOperation.on(kind).randomElement(using: &generator) ?? .failure
            threads[thread].insert(operation, at: place)
        }
        self.threads = threads
        kinds = [kind]
        shape = Bool.random(using: &generator) ? .flat : .mainWorks
        spuriousWakeups = 0
    }

    /// What brings threads of its own.
    private static let crowds: Set<ObjectKind> = [.thread, .timer, .pool]

    /// Under what condition an operation is done: mostly none.
    private static func condition(
        after operations: [RandomOperation], _ generator: inout SplitMix64
    ) -> RandomOperation.Condition {
        if operations.isEmpty || Int.random(in: 0..<3, using: &generator) > 0 { return .always }
        return Bool.random(using: &generator) ? .afterSuccess : .afterFailure
    }

    var description: String { "\(shape)\n" + threads.map { "\($0)" }.joined(separator: "\n") }

    /// Whether a thread asks who is there, which the reduced search takes no proof from if another starts some meanwhile.
    var looksAtAll: Bool { threads.joined().contains { $0.looksAtAll } }

    /// Whether one does so in every execution that ends well, and is not the one that starts the others.
    var looksBesideStarts: Bool {
        threads.dropFirst(shape == .mainWorks ? 1 : 0).joined()
            .contains { $0.looksAtAll && $0.condition == .always }
    }

    /// Whether a daemon may outlive the others.
    var hasDaemon: Bool { shape == .daemon || threads.joined().contains { $0.startsDaemon } }

    /// Whether an error may leave the thread that nobody waits for.
    var failsInDaemon: Bool { shape == .daemon && threads.last?.contains { $0.fails } == true }

    /// Runs the program, and says what each thread saw that is waited for, and what is left if nobody is at work still.
    @Sendable func run() throws -> [[Int]] {
        let objects = try RandomObjects(for: kinds)
        let seen = threads.map { _ in Seen() }
        let bodies = threads.indices.map { thread in
            let own = Shared(0)
            return { @Sendable () throws -> Void in
                try own.write(1)
                try work(of: thread, on: objects, seen[thread])
            }
        }
        let result = Result { try run(bodies) }
        // After an error, too: its workers would wait for ever.
        objects.pool?.shutdown()
        try result.get()
        guard shape != .daemon else { return seen.dropLast().map(\.values) }
        return try seen.map(\.values) + [objects.variables.map(\.finalValue) + [objects.atomic.load()]]
    }

    private func run(_ bodies: [@Sendable () throws -> Void]) throws {
        switch shape {
        case .flat: try runAll(bodies)
        case .mainWorks: try run(bodies[0], beside: bodies.dropFirst())
        case .chain: try runChain(bodies[...])
        case .daemon:
            try Thread(daemon: true, bodies[bodies.count - 1]).start()
            try runAll(bodies.dropLast())
        }
    }

    /// Starts others, does something itself, and waits for the others, even after an error.
    @Sendable private func run(
        _ body: () throws -> Void, beside others: some Sequence<@Sendable () throws -> Void>
    ) throws {
        let threads = others.map { Thread($0) }
        for thread in threads { try thread.start() }
        let result = Result { try body() }
        for thread in threads { try thread.join() }
        try result.get()
    }

    @Sendable private func runChain(_ bodies: ArraySlice<@Sendable () throws -> Void>) throws {
        guard let first = bodies.first else { return }
        let rest = bodies.dropFirst()
        let link = { @Sendable in
            try run(first, beside: rest.isEmpty ? [] : [{ try runChain(rest) }])
        }
        try bodies.count == threads.count ? runAll([link]) : link()
    }

    private func work(of thread: Int, on objects: RandomObjects, _ seen: Seen) throws {
        for (place, operation) in threads[thread].enumerated()
        where operation.condition.holds(after: seen.values.last) {
            if hasLines {
                let line = UInt(10 * thread + place)
                Thread.current.position = SourceLine(file: "program", line: line)
            }
            seen.values.append(try operation.perform(objects))
        }
    }
}

/// What one thread saw. Only that thread touches it, and whoever has joined it.
private final class Seen: @unchecked Sendable {
    var values: [Int] = []
}
