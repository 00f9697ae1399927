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
    /// Whether nobody waits for the last thread.
    let hasDaemon: Bool
    /// Whether each operation is on a line of its own.
    var hasLines = false

    /// - Parameter kind: what it is mostly about; nil for whatever comes.
    init(seed: UInt64, hasDaemon: Bool = false, about kind: ObjectKind? = nil) {
        self.hasDaemon = hasDaemon
        var generator = SplitMix64(seed: seed)
        let count = Int.random(in: 2...4, using: &generator)
        // More of them in fewer threads: brute force has to try all orders.
        let length = Int.random(in: 2...6 - count, using: &generator)
        // A program is about few kinds of objects, so that its threads meet.
        kinds = Set(
            ObjectKind.allCases.shuffled(using: &generator).prefix(Int.random(in: 1...2, using: &generator))
                + (kind.map { [$0] } ?? []))
        // In an order that is the same in every process.
        let operations = ObjectKind.allCases.filter(kinds.contains).map(RandomOperation.on)
        var threads = Array(repeating: [RandomOperation](), count: count)
        for _ in 0..<length {
            let thread = Int.random(in: 0..<count, using: &generator)
            let family = Bool.random(using: &generator) ? kind.map(RandomOperation.on) : nil
            let operation = (family ?? operations.randomElement(using: &generator))?
                .randomElement(using: &generator)
            let fails = Int.random(in: 0..<24, using: &generator) == 0
            threads[thread].append(fails ? .failure : operation ?? .failure)
        }
        self.threads = threads
    }

    /// A program in which a thread works in a loop until another, which does one thing more, lets it go on.
    init(looping seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let kind = ObjectKind.allCases.randomElement(using: &generator) ?? .variable
        kinds = [kind]
        hasDaemon = false
        let operation = RandomOperation.on(kind).randomElement(using: &generator) ?? .letGo
        threads = [[.loop], [operation, .letGo]]
    }

    var description: String { threads.map { "\($0)" }.joined(separator: "\n") }

    /// Whether a thread asks who is there, which the reduced search takes no proof from if another starts some meanwhile.
    var looksAtAll: Bool { threads.joined().contains { $0.looksAtAll } }

    /// Whether a daemon may outlive the others that was started by one of them.
    var startsDaemon: Bool { threads.joined().contains { $0.startsDaemon } }

    /// Whether an error may leave the thread that nobody waits for.
    var failsInDaemon: Bool { hasDaemon && threads.last?.contains { $0.fails } == true }

    /// Runs the program, and says what each thread saw that is waited for, and what is left if nobody is at work still.
    @Sendable func run() throws -> [[Int]] {
        let objects = try RandomObjects(for: kinds)
        let seen = threads.map { _ in Seen() }
        let bodies = zip(threads, seen).enumerated().map { thread, doings in
            let own = Shared(0)
            return { @Sendable () throws -> Void in
                try own.write(1)
                for (place, operation) in doings.0.enumerated() {
                    if hasLines {
                        let line = UInt(10 * thread + place)
                        Thread.current.position = SourceLine(file: "program", line: line)
                    }
                    doings.1.values.append(try operation.perform(objects))
                }
            }
        }
        guard hasDaemon else {
            try runAll(bodies)
            objects.pool?.shutdown()
            return try seen.map(\.values) + [objects.variables.map(\.finalValue) + [objects.atomic.load()]]
        }
        if let last = bodies.last { try Thread(daemon: true, last).start() }
        try runAll(bodies.dropLast())
        objects.pool?.shutdown()
        return seen.dropLast().map(\.values)
    }
}

/// What one thread saw. Only that thread touches it, and whoever has joined it.
private final class Seen: @unchecked Sendable {
    var values: [Int] = []
}
